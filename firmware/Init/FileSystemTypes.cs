using Bq2.Efi.Linux;

namespace Bq2.Init;

/// <summary>
/// The file systems to try: those that rootfstype= names; if there is none, the one that the device looks like; and if it looks like none
/// that we know, all that the kernel has drivers for.
/// </summary>
internal ref struct FileSystemTypes
{
    private readonly bool _isList;
    private ReadOnlySpan<byte> _rest;

    public FileSystemTypes(ReadOnlySpan<byte> wish, in FileSystemMark mark)
    {
        _rest = wish.IsEmpty ? mark.Type : wish;
        _isList = _rest.IsEmpty;
        if (_isList)
            _rest = File.ReadAll("/proc/filesystems"u8);
    }

    public ReadOnlySpan<byte> Type { get; private set; }

    public bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            Type = _isList ? TakeListed() : TakeNamed();
            if (!Type.IsEmpty)
                return true;
        }

        return false;
    }

    // "nodev", if it needs no device, a tab, and the name.
    private ReadOnlySpan<byte> TakeListed()
    {
        var line = KeyLines.TakeLine(ref _rest);
        return !line.IsEmpty && line[0] == '\t' ? line[1..] : default;
    }

    private ReadOnlySpan<byte> TakeNamed()
    {
        int comma = _rest.IndexOf((byte)',');
        var name = comma < 0 ? _rest : _rest[..comma];
        _rest = comma < 0 ? default : _rest[(comma + 1)..];
        return name;
    }
}
