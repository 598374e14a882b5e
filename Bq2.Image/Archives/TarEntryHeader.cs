using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// The header of one entry as it is written: ustar if it fits, else with a PAX header before it, which holds only what does not fit.
/// Planned once, for its length, and again when the archive is written.
/// </summary>
internal readonly ref struct TarEntryHeader
{
    private const int Block = TarHeader.Size;
    private const int UsualPaxMode = 0x1a4;    // 0644
    private const int NameLength = 100, PrefixLength = 155, IdLength = 8, NumberLength = 12;

    private readonly TreeEntry _entry;
    private readonly TarType _type;
    private readonly ReadOnlySpan<byte> _path, _link;
    private readonly long _length;
    private readonly UnixTime _time;
    private readonly int _nameStart;

    /// <param name="path">The entry's path in the archive; that of a folder ends with a slash.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="link">The target of a symbolic link, or the first name of a file with several.</param>
    /// <param name="isOtherName">Whether it is such another name.</param>
    /// <param name="options">How to write it.</param>
    public TarEntryHeader(ReadOnlySpan<byte> path, TreeEntry entry, ReadOnlySpan<byte> link, bool isOtherName, TarOptions options)
    {
        _path = path;
        _entry = entry;
        _link = link;
        _type = isOtherName ? TarType.HardLink : TypeOf(entry);
        _length = _type == TarType.File ? entry.Content!.Length : 0;
        _time = TimeOf(entry, options);
        _nameStart = NameStart(path);
        Records = NeedsRecords ? PaxText() : null;
    }

    /// <summary>The records of the PAX header; null if none is needed.</summary>
    private byte[]? Records { get; }

    public int Length => Records is null ? Block : 2 * Block + (int)Align.Up(Records.Length, Block);

    // Names beyond ASCII are known to be UTF-8 only there; what is not UTF-8 is as well off in the header, if it fits.
    private bool NeedsPath => _nameStart < 0 || (!Ascii.IsValid(_path) && IsUtf8(_path));

    private bool NeedsLink => _link.Length > NameLength || (!Ascii.IsValid(_link) && IsUtf8(_link));

    private bool NeedsRecords => NeedsPath || NeedsLink
        || _entry.Attributes.Xattrs.Count > 0 || _time.Nanoseconds != 0
        || !TarNumber.Fits(_entry.Attributes.User, IdLength) || !TarNumber.Fits(_entry.Attributes.Group, IdLength)
        || !TarNumber.Fits(_length, NumberLength) || !TarNumber.Fits(_time.Seconds, NumberLength);

    /// <summary>Writes the blocks, whose bytes are zero so far.</summary>
    public void Write(Span<byte> into)
    {
        if (Records is { } records)
        {
            WritePaxHeader(ref MemoryMarshal.AsRef<TarHeader>(into), records.Length);
            records.CopyTo(into[Block..]);
            into = into[^Block..];
        }

        ref var header = ref MemoryMarshal.AsRef<TarHeader>(into);
        var attributes = _entry.Attributes;
        WriteName(ref header);
        _link[..Math.Min(_link.Length, NameLength)].CopyTo(header.LinkName);
        TarNumber.Write(header.Mode, _entry.Mode);
        TarNumber.Write(header.UserId, TarNumber.Fits(attributes.User, IdLength) ? attributes.User : 0);
        TarNumber.Write(header.GroupId, TarNumber.Fits(attributes.Group, IdLength) ? attributes.Group : 0);
        TarNumber.Write(header.Length, TarNumber.Fits(_length, NumberLength) ? _length : 0);
        TarNumber.Write(header.Time, TarNumber.Fits(_time.Seconds, NumberLength) ? _time.Seconds : 0);
        if (_type is TarType.CharacterDevice or TarType.BlockDevice)
        {
            TarNumber.Write(header.DeviceMajor, _entry.Device!.Value.Major);
            TarNumber.Write(header.DeviceMinor, _entry.Device!.Value.Minor);
        }

        Finish(ref header, _type);
    }

    private void WriteName(ref TarHeader header)
    {
        // A reader that knows PAX takes the name from there; another sees the end of it.
        int start = Math.Max(_nameStart, _path.Length - NameLength);
        _path[(_nameStart < 0 ? start : _nameStart)..].CopyTo(header.Name);
        if (_nameStart > 0)
            _path[..(_nameStart - 1)].CopyTo(header.Prefix);
    }

    private void WritePaxHeader(ref TarHeader header, int length)
    {
        // Always the same for the same entry: no number of a process in it.
        var name = _path.TrimEnd((byte)'/');
        name = name[(name.LastIndexOf((byte)'/') + 1)..];
        var folder = "PaxHeaders/"u8;
        folder.CopyTo(header.Name);
        name[..Math.Min(name.Length, NameLength - folder.Length)].CopyTo(((Span<byte>)header.Name)[folder.Length..]);
        TarNumber.Write(header.Mode, UsualPaxMode);
        TarNumber.Write(header.UserId, 0);
        TarNumber.Write(header.GroupId, 0);
        TarNumber.Write(header.Length, length);
        TarNumber.Write(header.Time, TarNumber.Fits(_time.Seconds, NumberLength) ? _time.Seconds : 0);
        Finish(ref header, TarType.Pax);
    }

    private static void Finish(ref TarHeader header, TarType type)
    {
        header.Type = type;
        TarHeader.UstarMagic.CopyTo(header.Magic);
        ((Span<byte>)header.Checksum).Fill((byte)' ');
        int sum = TarChecksum.Of(MemoryMarshal.AsBytes(new ReadOnlySpan<TarHeader>(in header)));

        // Six digits, a NUL and a space, as all programs write it.
        TarNumber.Write(((Span<byte>)header.Checksum)[..7], sum);
    }

    private static TarType TypeOf(TreeEntry entry) => entry.File.Kind switch
    {
        EntryKind.Folder => TarType.Folder,
        EntryKind.Link => TarType.Link,
        EntryKind.CharacterDevice => TarType.CharacterDevice,
        EntryKind.BlockDevice => TarType.BlockDevice,
        EntryKind.Pipe => TarType.Pipe,
        _ => TarType.File,
    };

    private static UnixTime TimeOf(TreeEntry entry, TarOptions options)
    {
        var time = entry.Attributes.Time is { } own ? UnixTime.Min(own, options.MaxTime ?? own) : options.MaxTime ?? default;
        return options.KeepNanoseconds ? time : new(time.Seconds);
    }

    /// <summary>Where the name begins, after the slash behind the prefix; 0 if no prefix is needed, -1 if it does not fit.</summary>
    private static int NameStart(ReadOnlySpan<byte> path)
    {
        if (path.Length <= NameLength)
            return 0;

        int from = path.Length - NameLength - 1;
        int slash = path[from..^1].IndexOf((byte)'/');
        return slash >= 0 && from + slash is > 0 and <= PrefixLength ? from + slash + 1 : -1;
    }

    /// <summary>The records, sorted by key.</summary>
    private byte[] PaxText()
    {
        var into = new ArrayBufferWriter<byte>(Block);
        var attributes = _entry.Attributes;
        foreach (string name in attributes.Xattrs.Keys.Order(StringComparer.Ordinal))
            Record(into, [.. "SCHILY.xattr."u8, .. XattrKey(name)], attributes.Xattrs[name]);
        if (!TarNumber.Fits(attributes.Group, IdLength))
            Record(into, "gid"u8, Decimal(attributes.Group));
        if ((NeedsPath && !IsUtf8(_path)) || (NeedsLink && !IsUtf8(_link)))
            Record(into, "hdrcharset"u8, "BINARY"u8);
        if (NeedsLink)
            Record(into, "linkpath"u8, _link);
        if (_time.Nanoseconds != 0 || !TarNumber.Fits(_time.Seconds, NumberLength))
            Record(into, "mtime"u8, Encoding.ASCII.GetBytes(TimeText(_time)));
        if (NeedsPath)
            Record(into, "path"u8, _path);
        if (!TarNumber.Fits(_length, NumberLength))
            Record(into, "size"u8, Decimal(_length));
        if (!TarNumber.Fits(attributes.User, IdLength))
            Record(into, "uid"u8, Decimal(attributes.User));
        return into.WrittenSpan.ToArray();
    }

    // As GNU tar encodes what would end the key.
    private static byte[] XattrKey(string name) => ByteText.Encode(name.Replace("%", "%25", StringComparison.Ordinal)
        .Replace("=", "%3D", StringComparison.Ordinal));

    private static bool IsUtf8(ReadOnlySpan<byte> text) => System.Text.Unicode.Utf8.IsValid(text);

    private static byte[] Decimal(long number) => Encoding.ASCII.GetBytes(FormattableString.Invariant($"{number}"));

    internal static string TimeText(UnixTime time)
    {
        if (time.Nanoseconds == 0)
            return FormattableString.Invariant($"{time.Seconds}");

        bool isNegative = time.Seconds < 0;
        long seconds = isNegative ? -(time.Seconds + 1) : time.Seconds;
        int nanoseconds = isNegative ? 1_000_000_000 - time.Nanoseconds : time.Nanoseconds;
        return FormattableString.Invariant($"{(isNegative ? "-" : "")}{seconds}.{nanoseconds:d9}").TrimEnd('0');
    }

    /// <summary>The length of a record includes its own digits.</summary>
    private static void Record(ArrayBufferWriter<byte> into, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        int rest = key.Length + value.Length + 3, length = rest + 1;
        while (rest + Decimal(length).Length > length)
            length = rest + Decimal(length).Length;
        into.Write(Decimal(length));
        into.Write(" "u8);
        into.Write(key);
        into.Write("="u8);
        into.Write(value);
        into.Write("\n"u8);
    }
}
