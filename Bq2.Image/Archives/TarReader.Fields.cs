using Bq2.Efi.Binary;

namespace Bq2.Image;

internal sealed partial class TarReader
{
    // star puts times behind a shorter prefix, and says so in the last four bytes.
    private const int StarPrefix = 131;

    private bool IsUstar => ((ReadOnlySpan<byte>)_header.Magic).StartsWith("ustar\0"u8);

    private static ReadOnlySpan<byte> StarMark => "tar\0"u8;

    private byte[] PathOf()
    {
        if ((_pax.Find("GNU.sparse.name") ?? _pax.Find("path") ?? _longName) is { } name)
            return Ended(name);

        var last = Ended(_header.Name);
        if (!IsUstar)
            return last;

        ReadOnlySpan<byte> prefix = _header.Prefix;
        prefix = Ended(((ReadOnlySpan<byte>)_header.Unused).EndsWith(StarMark) ? prefix[..StarPrefix] : prefix);
        return prefix.IsEmpty ? last : [.. prefix, (byte)'/', .. last];
    }

    private byte[] LinkTarget(ReadOnlySpan<byte> path) => Ended(_pax.Find("linkpath") ?? _longLink) is { Length: > 0 } longer ? longer
        : Ended(_header.LinkName) is { Length: > 0 } target ? target
        : throw Bad(TreeFaults.ArchiveDamaged, $"the link \"{ByteText.Decode(path)}\" has no target");

    private DeviceNumber Device() => new(
        (uint)(Record("SCHILY.devmajor") ?? Number(_header.DeviceMajor, "device number")),
        (uint)(Record("SCHILY.devminor") ?? Number(_header.DeviceMinor, "device number")));

    private EntryAttributes Attributes()
    {
        var attributes = new EntryAttributes
        {
            Mode = (int)Number(_header.Mode, "mode") & EntryAttributes.ModeMask,
            User = Owner(Record("uid") ?? Number(_header.UserId, "owner")),
            Group = Owner(Record("gid") ?? Number(_header.GroupId, "group")),
            Time = _pax.Find("mtime") is { } time && PaxRecords.Time(time) is { } exact ? exact : new(Number(_header.Time, "time")),
        };
        return Xattrs() is { Count: > 0 } xattrs ? attributes with { Xattrs = xattrs } : attributes;
    }

    // A negative one is what 32 bits make of it, such as nobody's.
    private uint Owner(long number) => number is >= int.MinValue and <= uint.MaxValue
        ? unchecked((uint)number)
        : throw Bad(TreeFaults.ArchiveDamaged, $"the owner or group {number} does not fit into 32 bits");

    private long Length()
    {
        long length = Record("size") ?? Number(_header.Length, "length");
        return length >= 0 ? length : throw Bad(TreeFaults.ArchiveDamaged, $"the length {length} is negative");
    }

    private long? Record(string key) => _pax.Find(key) is { } value ? PaxRecords.Number(value) ?? throw BadRecord(key) : null;

    private Efi.FaultException BadRecord(string key) =>
        Bad(TreeFaults.ArchiveDamaged, $"the PAX record \"{key}\" of the entry is not what it should be");

    private long Number(ReadOnlySpan<byte> field, string name) => TarNumber.Read(field)
        ?? throw Bad(TreeFaults.ArchiveDamaged, $"the {name} in the header is not a number: {Convert.ToHexString(field)}");

    private static byte[] Ended(ReadOnlySpan<byte> text) =>
        (text.IndexOf((byte)0) is >= 0 and var end ? text[..end] : text).ToArray();

    /// <summary>star's and libarchive's records of extended attributes; odd characters of the names are encoded as in a URL.</summary>
    private Dictionary<string, byte[]>? Xattrs()
    {
        if (!_pax.HasAny)
            return null;

        var xattrs = new Dictionary<string, byte[]>();
        foreach (var (name, value) in _pax.StartingWith("LIBARCHIVE.xattr."))
        {
            byte[] bytes = new byte[value.Length];
            if (!Base64(value, bytes, out int length))
                throw BadRecord($"LIBARCHIVE.xattr.{name}");
            xattrs[Uri.UnescapeDataString(name)] = bytes[..length];
        }

        foreach (var (name, value) in _pax.StartingWith("SCHILY.xattr."))
            xattrs[Uri.UnescapeDataString(name)] = value;
        if (_pax.Find("RHT.security.selinux") is { } label)
            xattrs["security.selinux"] = [.. label, 0];
        return xattrs;
    }

    // libarchive leaves out the filler at the end.
    private static bool Base64(ReadOnlySpan<byte> text, Span<byte> into, out int length)
    {
        byte[] filled = [.. text.TrimEnd((byte)'='), .. "==="u8];
        int whole = Align.Up(text.TrimEnd((byte)'=').Length, 4);
        return System.Buffers.Text.Base64.DecodeFromUtf8(filled.AsSpan(0, whole), into, out _, out length)
            == System.Buffers.OperationStatus.Done;
    }
}
