using System.Buffers.Binary;
using System.Text;
using Bq2.Efi.Binary;

namespace Bq2.Efi.Coff;

public sealed partial class CoffArchive
{
    private const string BsdIndex = "__.SYMDEF";

    // The tables come first: "/" once or twice, "//" where names are long, and on AArch64 others that begin with '/'; in
    // archives of BSD and macOS "__.SYMDEF", sorted or not. An archive without members needs no table.
    private void ReadTables()
    {
        bool hasIndex = false, hasMembers = false;
        for (int at = Magic.Length; at < _bytes.Length;)
        {
            var header = HeaderAt(at, out int length);
            var name = Trimmed(header.Name);
            int start = at + ArchiveMemberHeader.Size;
            if (BsdNameLength(name) is > 0)
            {
                var (bsdName, bsdStart, bsdLength) = MemberAt(at);
                hasMembers = !bsdName.StartsWith(BsdIndex, StringComparison.Ordinal);
                if (hasMembers)
                    break;
                hasIndex = ReadBsdIndex(bsdStart, bsdLength);
                at = Align.Up(bsdStart + bsdLength, 2);
                continue;
            }

            hasMembers = name is not [(byte)'/', ..] || name.Length > 1 && char.IsAsciiDigit((char)name[1]);
            if (hasMembers)
                break;
            if (start + (long)length > _bytes.Length)
            {
                throw Fails(EfiFaults.ArchiveMember, $"a table of {length} bytes would end after the archive",
                    FieldPlace.Of(in header, in header.Length).At(at));
            }

            if (name.SequenceEqual("//"u8))
                _longNames = (start, length);
            else if (name.Length == 1 && !hasIndex)
                hasIndex = ReadIndex(start, length);
            at = Align.Up(start + length, 2);
        }

        if (!hasIndex && hasMembers)
        {
            throw new FaultException(new(EfiFaults.ArchiveWithoutSymbols, "the archive has no symbol table")
            {
                Path = Path,
                Hint = "make one with llvm-ranlib",
            });
        }
    }

    // A count, an offset for each symbol, then the names, each with a NUL; numbers are big-endian.
    private bool ReadIndex(int start, int length)
    {
        var table = _bytes.Span.Slice(start, length);
        uint count = length < 4 ? uint.MaxValue : BinaryPrimitives.ReadUInt32BigEndian(table);
        if (count > (length - 4) / 4)
            throw Fails(EfiFaults.ArchiveSymbolTable, $"the symbol table of {length} bytes claims {count} rows", start, 4);

        var names = table[(int)(4 + count * 4)..];
        for (int i = 0; i < count; i++)
        {
            int end = names.IndexOf((byte)0);
            uint offset = BinaryPrimitives.ReadUInt32BigEndian(table[(4 + i * 4)..]);
            if (end < 0 || offset > int.MaxValue)
            {
                throw Fails(
                    EfiFaults.ArchiveSymbolTable, $"row {i} of the symbol table has no name, or points after the end of the archive",
                    start + 4 + i * 4, 4);
            }

            // If two members define a name, the first is linked.
            _members.TryAdd(Encoding.UTF8.GetString(names[..end]), (int)offset);
            names = names[(end + 1)..];
        }

        return true;
    }

    // The length of the rows, the rows (offset of the name, offset of the member), the length of the names, and the names.
    private bool ReadBsdIndex(int start, int length)
    {
        const int RowLength = 2 * sizeof(uint);
        var table = _bytes.Span.Slice(start, length);
        uint rows = length < 2 * sizeof(uint) ? uint.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(table);
        if (rows > length - 2 * sizeof(uint) || rows % RowLength != 0)
            throw Fails(EfiFaults.ArchiveSymbolTable, $"the symbol table of {length} bytes claims {rows} bytes of rows", start, 4);

        var names = table[((int)rows + 2 * sizeof(uint))..];
        for (int at = sizeof(uint); at < rows; at += RowLength)
        {
            uint name = BinaryPrimitives.ReadUInt32LittleEndian(table[at..]);
            uint offset = BinaryPrimitives.ReadUInt32LittleEndian(table[(at + sizeof(uint))..]);
            int end = name < names.Length ? names[(int)name..].IndexOf((byte)0) : -1;
            if (end < 0 || offset > int.MaxValue)
            {
                throw Fails(
                    EfiFaults.ArchiveSymbolTable,
                    $"row {at / RowLength} of the symbol table has no name, or points after the end of the archive", start + at, RowLength);
            }

            _members.TryAdd(Encoding.UTF8.GetString(names.Slice((int)name, end)), (int)offset);
        }

        return true;
    }
}
