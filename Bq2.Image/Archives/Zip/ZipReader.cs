using System.Runtime.InteropServices;
using Bq2.Efi;
using Bq2.Efi.Files;

namespace Bq2.Image;

/// <summary>
/// Reads a zip file by the list at its end: what is stored and what deflate packed, with modes and links of Unix. Packed files are unpacked
/// one after the other into a spool, since they cannot be read from the middle.
/// </summary>
internal sealed partial class ZipReader
{
    private const int MaxTarget = 64 << 10;

    private readonly Source _zip;
    private readonly ArchiveOptions _options;
    private readonly ArchiveTree _tree;
    private readonly Spool _spool;
    private readonly Later _unpacked = new();

    private ZipReader(Source zip, ArchiveOptions options, Spool spool) =>
        (_zip, _options, _tree, _spool) = (zip, options, new(options.MaxEntries), spool);

    /// <summary>Whether a file begins as a zip file does.</summary>
    public static bool Begins(ReadOnlySpan<byte> bytes) => bytes.StartsWith("PK\x03\x04"u8) || bytes.StartsWith("PK\x05\x06"u8);

    public static Tree Read(Source zip, ArchiveOptions options)
    {
        using var spool = new Spool("the zip file is unpacked first");
        var reader = new ZipReader(zip, options, spool);
        reader.ReadEntries();
        reader._unpacked.Source = new SpoolSource(spool.Take(), spool.Length, zip.Path);
        return reader._tree.Tree;
    }

    private void ReadEntries()
    {
        var list = ZipDirectory.Find(_zip);
        if (list.Entries > _options.MaxEntries)
            throw Bad($"the zip file has {list.Entries:N0} entries, more than {_options.MaxEntries:N0}", list.Start);

        long at = list.Start;
        for (long left = list.Entries; left > 0; left--)
            at = ReadEntry(at, list.Start + list.Length);
    }

    private long ReadEntry(long at, long end)
    {
        if (end - at < ZipEntryHeader.Size)
            throw Bad($"the list of files ends before its last entry", at);

        var header = MemoryMarshal.Read<ZipEntryHeader>(_zip.ReadBytes(at, ZipEntryHeader.Size));
        long length = ZipEntryHeader.Size + header.NameLength + header.ExtraLength + header.CommentLength;
        if (header.Signature != ZipEntryHeader.Mark || length > end - at)
            throw Bad($"this is not an entry of the list of files", at);

        byte[] name = _zip.ReadBytes(at + ZipEntryHeader.Size, header.NameLength);
        var extra = new ZipExtra(_zip.ReadBytes(at + ZipEntryHeader.Size + header.NameLength, header.ExtraLength), header);
        Add(at, header, name, extra);
        return at + length;
    }

    private void Add(long at, ZipEntryHeader header, byte[] name, ZipExtra extra)
    {
        if ((header.Flags & ZipEntryHeader.EncryptedFlag) != 0)
            throw Failure.Of(TreeFaults.ArchiveUnsupported, $"\"{ByteText.Decode(name)}\" is encrypted");

        var mode = header.System == ZipEntryHeader.MadeOnUnix && header.UnixMode != 0 ? header.UnixMode : (int?)null;
        var attributes = new EntryAttributes
        {
            Mode = mode & EntryAttributes.ModeMask,
            Time = extra.Modified,
            User = extra.User,
            Group = extra.Group,
        };
        if (name.AsSpan().EndsWith("/"u8))
            _tree.AddFolder(name, attributes);
        else if (mode is { } bits && UnixKind.Of(bits) == EntryKind.Link)
            _tree.Add(name, EntryKind.Link, Target(at, header, name, extra), attributes);
        else
            AddFile(at, header, name, extra, attributes);
    }

    private string Target(long at, ZipEntryHeader header, byte[] name, ZipExtra extra)
    {
        if (extra.Length is 0 or > MaxTarget)
            throw Bad($"the target of the link \"{ByteText.Decode(name)}\" has {extra.Length:N0} bytes", at);

        using var bytes = Bytes(at, header, extra);
        var target = new byte[extra.Length];
        bytes.ReadExactly(target);
        return ByteText.Decode(target);
    }

    private void AddFile(long at, ZipEntryHeader header, byte[] name, ZipExtra extra, EntryAttributes attributes)
    {
        if (header.Method == ZipEntryHeader.Stored)
        {
            _tree.Add(name, EntryKind.File, Content.FromSource(_zip, DataOf(at, header, extra), extra.Length), attributes);
            return;
        }

        long start = _spool.Length;
        var content = Content.FromDelegate(extra.Length, (offset, into) => _unpacked.Source!.ReadAt(start + offset, into));
        _tree.Add(name, EntryKind.File, content, attributes);
        using var bytes = Bytes(at, header, extra);
        Unpack(at, bytes, header.Crc, extra.Length);
    }

    private FaultException Bad(FormattableString message, long offset) =>
        _zip.Bad(TreeFaults.ArchiveDamaged, message, offset, sizeof(uint));

    /// <summary>What is in the spool, when all is unpacked.</summary>
    private sealed class Later
    {
        public Source? Source { get; set; }
    }
}
