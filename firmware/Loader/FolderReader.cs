using System.Text;
using Bq2.Efi.Boot;
using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>Enumerates the files of a folder that have a suffix.</summary>
internal ref struct FolderReader
{
    /// <summary>In UTF-8, in which each of FAT's 255 characters may take three bytes.</summary>
    private const int MaxNameLength = 3 * 255;

    private readonly OpenFile _folder;
    private readonly ReadOnlySpan<byte> _suffix;
    private readonly PoolBuffer _info;
    private readonly PoolBuffer _name;
    private int _nameLength;

    private FolderReader(OpenFile folder, ReadOnlySpan<byte> suffix, PoolBuffer info, PoolBuffer name)
    {
        _folder = folder;
        _suffix = suffix;
        _info = info;
        _name = name;
    }

    public readonly unsafe ulong Size => ((EfiFileInfo*)_info.Start)->FileSize;

    public readonly ReadOnlySpan<byte> Name => _name.Bytes[.._nameLength];

    /// <summary>The name to open it by.</summary>
    public readonly unsafe char* FirmwareName => (char*)(_info.Start + EfiFileInfo.Size);

    public static FolderReader Of(OpenFile folder, ReadOnlySpan<byte> suffix, ref EfiStatus status)
    {
        PoolBuffer info = default, name = default;
        if (!status.IsError)
            info = PoolBuffer.Allocate(EfiFileInfo.MaxSize, out status);
        if (!status.IsError)
            name = PoolBuffer.Allocate(MaxNameLength, out status);
        return new(folder, suffix, info, name);
    }

    /// <summary>Moves to the next file. A damaged folder ends where it is damaged.</summary>
    public bool MoveNext(EfiStatus status)
    {
        while (!status.IsError)
        {
            status = _folder.ReadNext(_info, out int length);
            if (status.IsError || length == 0)
                break;
            if (IsWanted(length))
                return true;
        }

        return false;
    }

    private unsafe bool IsWanted(int infoLength)
    {
        if ((((EfiFileInfo*)_info.Start)->Attribute & FileTraits.Directory) != 0 || infoLength <= EfiFileInfo.Size)
            return false;

        var name = new ReadOnlySpan<char>(FirmwareName, (infoLength - EfiFileInfo.Size) / sizeof(char));
        int end = name.IndexOf('\0');
        if (end < 0)
            return false;

        var writer = new Utf8Writer(_name.Bytes);
        writer.Add(name[..end]);
        _nameLength = writer.Length;

        // Hidden files, as macOS leaves them, and ids reserved for what is found automatically.
        return Name.Length > _suffix.Length && Ascii.EqualsIgnoreCase(_suffix, Name[^_suffix.Length..])
            && Name[0] != '.' && !Name.StartsWith("auto-"u8);
    }
}
