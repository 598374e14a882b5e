using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>Lays out an archive: headers with names in memory, contents where they are.</summary>
internal sealed class CpioPlanner(CpioOptions options)
{
    // The kernel needs none; others read in blocks of this size.
    private const int Padding = 512;

    private readonly Dictionary<TreeEntry, Names> _named = [];
    private uint _inode;

    public Regions Plan(Tree tree)
    {
        CountNames(tree);
        var pieces = new List<Region>();
        long end = 0;
        foreach (var entry in tree.Walk())
            end = Place(entry, end, pieces);
        end = PlaceTrailer(end, pieces);

        var archive = new Regions(Align.Up(end, Padding));
        foreach (var (offset, content) in pieces)
            archive.Add(offset, content);
        return archive;
    }

    private void CountNames(Tree tree)
    {
        foreach (var entry in tree.Walk())
        {
            if (entry.Kind == EntryKind.HardLink || entry.HasOtherNames)
                _named[entry.File] = new(0, _named.GetValueOrDefault(entry.File).Count + 1, 0);
        }
    }

    private long Place(TreeEntry entry, long at, List<Region> pieces)
    {
        var names = NamesOf(entry);
        var content = ContentOf(entry);
        if (content.Length > uint.MaxValue)
        {
            throw Failure.Of(TreeFaults.CpioFileTooLarge,
                $"{content.Length:N0} bytes are more than a cpio archive can hold in one file, {uint.MaxValue:N0}", entry.Path);
        }

        // As GNU cpio does it: a file's bytes come with the last name.
        content = names.Seen == names.Count || entry.File.Kind != EntryKind.File ? content : Content.Empty;
        byte[] head = Head(entry, names, (uint)content.Length);
        pieces.Add(new(at, Content.FromBytes(head)));
        at += head.Length;
        if (content.Length > 0)
            pieces.Add(new(at, content));
        return Align.Up(at + content.Length, CpioHeader.Alignment);
    }

    private Names NamesOf(TreeEntry entry)
    {
        if (!_named.TryGetValue(entry.File, out var names))
            return new(++_inode, entry.IsFolder ? 2 : 1, entry.IsFolder ? 2 : 1);

        names = new(names.Inode == 0 ? ++_inode : names.Inode, names.Count, names.Seen + 1);
        _named[entry.File] = names;
        return names;
    }

    private static Content ContentOf(TreeEntry entry) =>
        entry.Content ?? (entry.Target is { } target ? Content.FromBytes(ByteText.Encode(target)) : Content.Empty);

    private byte[] Head(TreeEntry entry, Names names, uint length)
    {
        var time = entry.Attributes.Time ?? options.Time;
        time = options.LatestTime is { } latest ? UnixTime.Min(time, latest) : time;
        var node = entry.Device ?? default;
        return Head(ByteText.Encode(entry.Path), new()
        {
            Inode = CpioNumber.Of(names.Inode),
            Mode = CpioNumber.Of((uint)UnixKind.ModeOf(entry)),
            User = CpioNumber.Of(entry.Attributes.User),
            Group = CpioNumber.Of(entry.Attributes.Group),
            LinkCount = CpioNumber.Of((uint)names.Count),
            Time = CpioNumber.Of((uint)Math.Clamp(time.Seconds, 0, uint.MaxValue)),
            Length = CpioNumber.Of(length),
            NodeMajor = CpioNumber.Of(node.Major),
            NodeMinor = CpioNumber.Of(node.Minor),
        });
    }

    private static long PlaceTrailer(long at, List<Region> pieces)
    {
        byte[] head = Head(CpioHeader.Trailer, new() { LinkCount = CpioNumber.Of(1) });
        pieces.Add(new(at, Content.FromBytes(head)));
        return at + head.Length;
    }

    /// <summary>A header with its name, filled up to where the content begins; numbers that were not given are 0.</summary>
    private static byte[] Head(ReadOnlySpan<byte> name, CpioHeader header)
    {
        var head = new byte[Align.Up(CpioHeader.Size + name.Length + 1, CpioHeader.Alignment)];
        header.Magic = CpioMagic.Newc;
        header.NameLength = CpioNumber.Of((uint)name.Length + 1);
        var bytes = head.AsSpan(0, CpioHeader.Size);
        MemoryMarshal.Write(bytes, header);
        bytes.Replace((byte)0, (byte)'0');
        name.CopyTo(head.AsSpan(CpioHeader.Size));
        return head;
    }

    /// <summary>The names of one file.</summary>
    /// <param name="Inode">Its number; 0 before the first name was placed.</param>
    /// <param name="Count">How many there are.</param>
    /// <param name="Seen">How many were placed.</param>
    private readonly record struct Names(uint Inode, int Count, int Seen);
}
