using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>A file that an entry names, completely in memory, with the hash that the entry requires.</summary>
internal readonly unsafe struct LoadedFile : IDisposable
{
    private readonly Pages _pages;

    private LoadedFile(Pages pages, ulong size)
    {
        _pages = pages;
        Size = size;
    }

    public byte* Start => _pages.Start;

    public ulong Size { get; }

    /// <summary>With some spare bytes after it.</summary>
    public static LoadedFile Read(
        ReadOnlySpan<byte> path, ReadOnlySpan<byte> hash, MemoryType type, uint room, Entry entry, out EfiStatus status)
    {
        var file = EntryPath.Open(path, entry, out status);
        if (status.IsError)
            return default;

        ulong size = file.Size(out status);
        Pages pages = default;
        if (!status.IsError)
            pages = Pages.Allocate(size + room, type, out status);

        var found = new FileHash(hash);
        if (!status.IsError)
            status = file.Read(pages.Start, size, found.Start());
        file.Dispose();
        if (status.IsError)
            EntryPath.CannotRead(status, path, entry);
        else
            status = found.Check(path, entry);
        if (!status.IsError)
            return new(pages, size);

        pages.Dispose();
        return default;
    }

    public void Dispose() => _pages.Dispose();
}
