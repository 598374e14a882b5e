using System.Runtime.InteropServices;
using Bq2.Efi;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// Reads a tar archive of any kind: old, ustar, GNU or PAX. Only headers are read; the contents of files are slices of the source.
/// </summary>
internal sealed partial class TarReader
{
    private const int Block = TarHeader.Size;

    // Long names and PAX records; extended attributes are the longest, and Linux limits them to 64 KiB each.
    private const int MaxRecords = 8 << 20;

    private readonly Source _source;
    private readonly ArchiveTree _tree;
    private readonly PaxRecords _pax = new();

    // GNU's long names for the next entry.
    private byte[]? _longName, _longLink;

    // Of the current entry.
    private long _start;
    private TarHeader _header;

    // Where the next header is.
    private long _next;

    private TarReader(Source source, ArchiveOptions options) => (_source, _tree) = (source, new(options.MaxEntries));

    /// <summary>Everything in an archive that is not packed, which must stay open.</summary>
    public static Tree Read(Source source, ArchiveOptions options)
    {
        var reader = new TarReader(source, options);
        try
        {
            while (reader.NextHeader())
                reader.ReadEntry();
        }
        catch (FaultException bad) when (source.Path is { } path)
        {
            throw bad.In(path);
        }

        return reader._tree.Tree;
    }

    /// <summary>A zero block ends the archive, and so does the end of the file; what comes after a zero block is not looked at.</summary>
    private bool NextHeader()
    {
        _start = _next;
        if (_start == _source.Length)
            return _start == 0 ? throw Failure.Of(TreeFaults.NotAnArchive, $"the archive is empty: it has not even an end") : false;

        Span<byte> block = stackalloc byte[Block];
        _source.ReadOrZeros(_start, block);
        if (!block.ContainsAnyExcept((byte)0))
            return false;
        if (!TarChecksum.IsRight(block))
            throw NoHeader();
        if (_source.Length - _start < Block)
            throw Cut("a header");

        _header = MemoryMarshal.Read<TarHeader>(block);
        _next = _start + Block;
        return true;
    }

    private void ReadEntry()
    {
        switch (_header.Type)
        {
            case TarType.Pax or TarType.SolarisPax or TarType.PaxGlobal:
                if (!_pax.TryAdd(TakeRecords(), forAll: _header.Type == TarType.PaxGlobal))
                    throw Bad(TreeFaults.ArchiveDamaged, $"the PAX header is not made of records");
                break;
            case TarType.GnuLongName:
                _longName = Ended(TakeRecords());
                break;
            case TarType.GnuLongLink:
                _longLink = Ended(TakeRecords());
                break;
            case TarType.SolarisAcl:
                TakeRecords();
                break;
            case TarType.GnuLabel:
                EndEntry();
                break;
            case TarType.GnuOtherVolume:
                throw Bad(TreeFaults.ArchiveUnsupported, $"a file begins in another volume of the archive");
            default:
                AddEntry();
                EndEntry();
                break;
        }
    }

    private void EndEntry()
    {
        _pax.Next();
        (_longName, _longLink) = (null, null);
    }

    private void AddEntry()
    {
        byte[] path = PathOf();
        var attributes = Attributes();
        switch (_header.Type)
        {
            case TarType.Folder or TarType.GnuFolder:
            case TarType.OldFile or TarType.File when path is [.., (byte)'/']:
                SkipContent();
                _tree.AddFolder(path, attributes);
                break;
            case TarType.HardLink:
                SkipContent();
                _tree.AddHardLink(path, LinkTarget(path));
                break;
            case TarType.Link:
                SkipContent();
                _tree.Add(path, EntryKind.Link, ByteText.Decode(LinkTarget(path)), attributes);
                break;
            case TarType.CharacterDevice or TarType.BlockDevice:
                SkipContent();
                bool isBlock = _header.Type == TarType.BlockDevice;
                _tree.Add(path, isBlock ? EntryKind.BlockDevice : EntryKind.CharacterDevice, Device(), attributes);
                break;
            case TarType.Pipe:
                SkipContent();
                _tree.Add(path, EntryKind.Pipe, null, attributes);
                break;
            default:
                _tree.Add(path, EntryKind.File, ContentOf(ref path), attributes);
                break;
        }
    }

    /// <summary>Steps over the content of an entry, which must be there as a whole; returns where it begins.</summary>
    private long TakeContent(long length)
    {
        long start = _next;
        if (length < 0)
            throw Bad(TreeFaults.ArchiveDamaged, $"the length {length} is negative");
        if (length > _source.Length - start)
            throw Cut(FormattableString.Invariant($"an entry of {length:N0} bytes"));

        // The filler after the last entry may be missing.
        _next = Math.Min(Align.Up(start + length, Block), _source.Length);
        return start;
    }

    private byte[] TakeRecords()
    {
        long length = Number(_header.Length, "length");
        if (length > MaxRecords)
            throw Bad(TreeFaults.ArchiveTooMuch, $"a long name or PAX header has {length:N0} bytes; at most {MaxRecords:N0} are read");
        return _source.ReadBytes(TakeContent(length), (int)length);
    }

    /// <summary>
    /// What has no content may state a length nevertheless, of the file that it links to. Whether content follows then shows by the block
    /// behind the header: it is another header, or the end.
    /// </summary>
    private void SkipContent()
    {
        if (Length() is not (> 0 and var length))
            return;

        Span<byte> block = stackalloc byte[Block];
        _source.ReadOrZeros(_next, block);
        if (_header.Type == TarType.GnuFolder || (block.ContainsAnyExcept((byte)0) && !TarChecksum.IsRight(block)))
            TakeContent(length);
    }

    private FaultException NoHeader() => _start == 0
        ? Bad(TreeFaults.NotAnArchive, $"this is not a tar archive: the checksum of its first header is wrong")
        : Bad(TreeFaults.ArchiveDamaged, $"expected a header here, but its checksum is wrong");

    private FaultException Cut(string what) =>
        Bad(TreeFaults.ArchiveCut, $"the archive ends at {_source.Length:N0}, inside {what}");

    private FaultException Bad(FaultCode code, FormattableString message) => _source.Bad(code, message, _start, Block);
}
