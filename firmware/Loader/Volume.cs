using Bq2.Efi.Boot;
using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>The volume that everything is read from.</summary>
internal readonly unsafe struct Volume : IDisposable
{
    private readonly OpenFile _root;

    private Volume(EfiHandle device, OpenFile root)
    {
        Device = device;
        _root = root;
    }

    /// <summary>The handle that carries the volume's protocols.</summary>
    public EfiHandle Device { get; }

    /// <summary>Opens the volume that this program came from.</summary>
    public static Volume OfLoader(out EfiStatus status)
    {
        var self = Firmware.Open<LoadedImage>(Firmware.Image, out status);
        if (status.IsError)
            return CannotOpen(ref status);

        var device = self->DeviceHandle;
        var fileSystem = Firmware.Open<SimpleFileSystem>(device, out status);
        if (status.IsError)
            return CannotOpen(ref status);

        FileProtocol* root = null;
        status = fileSystem->OpenVolume(fileSystem, &root);
        return status.IsError ? CannotOpen(ref status) : new(device, new(root));
    }

    public OpenFile OpenFolder(string path, out EfiStatus status)
    {
        fixed (char* name = path)
            return _root.Open(name, out status);
    }

    /// <summary>Opens a file that an entry names.</summary>
    public OpenFile Open(ReadOnlySpan<byte> path, EntryFile entry, out EfiStatus status)
    {
        char* name = stackalloc char[EfiPath.LongestPath];
        var fault = EfiPath.Write(path, new(name, EfiPath.LongestPath), out _);
        if (fault != TextFault.None)
        {
            status = Fault.Say(EfiStatus.InvalidParameter, "cannot read "u8).AddPath(path).In(entry)
                .Because(fault == TextFault.NotUtf8 ? "the path is not UTF-8"u8 : "the path is too long"u8)
                .Try("write the path as /folder/file, in UTF-8, with less than 300 characters"u8);
            return default;
        }

        var file = _root.Open(name, out status);
        if (status.IsError)
            CannotRead(status, path, entry);
        return file;
    }

    /// <summary>What there is to say when a file that an entry names does not open or is not read.</summary>
    public static EfiStatus CannotRead(EfiStatus status, ReadOnlySpan<byte> path, EntryFile entry) =>
        Fault.Say(status, "cannot read "u8).AddPath(path).In(entry).Because().Try(status switch
        {
            EfiStatus.NotFound => "put the file on the volume that bq2 came from, or correct its path in the entry"u8,
            EfiStatus.AccessDenied => "name a file in the entry, not a folder"u8,
            EfiStatus.VolumeCorrupted => "check the volume with fsck.fat"u8,
            EfiStatus.EndOfFile => "the file is shorter than its folder says: check the volume with fsck.fat"u8,
            _ => "look at the disk that bq2 was started from"u8,
        });

    /// <summary>
    /// The device path of a file here. A program that is started learns from it which volume it came from, and some do not
    /// start without.
    /// </summary>
    public PoolBuffer FullPathOf(ReadOnlySpan<byte> path, out EfiStatus status)
    {
        var volume = DevicePath(out status);
        if (status.IsError)
            return default;

        Span<char> name = stackalloc char[EfiPath.LongestPath];
        EfiPath.Write(path, name, out int length);   // the file was opened by that name
        name = name[..(length + 1)];

        var buffer = PoolBuffer.Allocate(FullPath.Length(volume.Length, name), out status);
        if (!status.IsError)
            FullPath.Write(volume, name, buffer.Bytes);
        return buffer;
    }

    public void Dispose() => _root.Dispose();

    private ReadOnlySpan<byte> DevicePath(out EfiStatus status)
    {
        ReadOnlySpan<byte> path = default;
        var start = Firmware.Open<DevicePathNode>(Device, out status);
        if (!status.IsError)
            path = new(start, FullPath.LongestPath);

        int length = FullPath.LengthWithoutEnd(path);
        if (length >= 0)
            return path[..length];

        status = Fault.Say(EfiStatus.Unsupported, "the volume that bq2 was started from has no device path"u8)
            .Try("update the firmware"u8);
        return default;
    }

    private static Volume CannotOpen(ref EfiStatus status)
    {
        status = Fault.Say(status, "cannot open the volume that bq2 was started from"u8).Because()
            .Try("start bq2 from a FAT volume, as \\EFI\\BOOT\\BOOTX64.EFI or BOOTAA64.EFI there"u8);
        return default;
    }
}
