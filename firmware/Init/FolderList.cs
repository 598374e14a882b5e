using System.Runtime.InteropServices;

namespace Bq2.Init;

/// <summary>The names in a folder, without those for itself and its parent.</summary>
internal ref struct FolderList(File folder)
{
    // An entry of getdents64: inode, position, length of the entry, kind, and the name with its NUL.
    private const int LengthOffset = 16, NameOffset = 19;

    private readonly Span<byte> _buffer = Memory.Take(8192);
    private int _end, _at;

    public CText Name { get; private set; }

    public bool MoveNext()
    {
        while (true)
        {
            if (_at >= _end)
            {
                (_at, _end) = (0, (int)Linux.List(folder, _buffer));
                if (_end <= 0)
                    return false;
            }

            Name = CText.At(_buffer[(_at + NameOffset)..]);
            _at += MemoryMarshal.Read<ushort>(_buffer[(_at + LengthOffset)..]);
            var text = Name.Text;
            if (!text.SequenceEqual("."u8) && !text.SequenceEqual(".."u8))
                return true;
        }
    }
}
