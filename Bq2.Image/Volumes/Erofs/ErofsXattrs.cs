using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// The extended attributes of a tree. One that many files have, such as a label of SELinux, is stored once and shared; the others stand
/// behind their inodes.
/// </summary>
internal sealed class ErofsXattrs
{
    // As mkfs.erofs: an attribute of up to two files stands with them.
    private const int MostAlone = 2;

    // The fields that count them have eight bits, and sixteen.
    private const int MostShared = byte.MaxValue;
    private const long MaxLength = ErofsXattrHeader.Size + (ushort.MaxValue - 1L) * ErofsXattrEntry.Unit;

    private readonly Dictionary<byte[], Use> _uses = new(new SameBytes());

    /// <summary>The attributes that are shared, one behind the other.</summary>
    public byte[] Shared { get; private set; } = [];

    /// <summary>Counts the attributes of an inode. All are counted before any is shared.</summary>
    public void Count(TreeEntry entry)
    {
        foreach (byte[] bytes in Encode(entry))
        {
            if (!_uses.TryGetValue(bytes, out var use))
                _uses.Add(bytes, use = new());
            use.Count++;
        }
    }

    /// <summary>Gives the attributes that several inodes have their places, in the order of their bytes.</summary>
    public void Share()
    {
        byte[][] shared = [.. _uses.Where(each => each.Value.Count > MostAlone).Select(each => each.Key)];
        Array.Sort(shared, Compare);
        using var bytes = new MemoryStream();
        foreach (byte[] each in shared)
        {
            _uses[each].Id = (uint)(bytes.Length / ErofsXattrEntry.Unit);
            bytes.Write(each);
        }

        Shared = bytes.ToArray();
    }

    /// <summary>The length of what stands behind an inode.</summary>
    public int LengthFor(TreeEntry entry)
    {
        if (entry.Attributes.Xattrs.Count == 0)
            return 0;

        var (shared, own) = Divide(entry);
        long length = ErofsXattrHeader.Size + shared.Count * ErofsXattrEntry.Unit + own.Sum(bytes => (long)bytes.Length);
        return length <= MaxLength ? (int)length
            : throw Failure.Of(VolumeFaults.ErofsCannotStore,
                $"the extended attributes take {length:N0} bytes, more than {MaxLength:N0}", entry.Path);
    }

    /// <summary>Writes what stands behind an inode.</summary>
    public void Write(TreeEntry entry, Span<byte> into)
    {
        var (shared, own) = Divide(entry);
        into.WriteAt(0, new ErofsXattrHeader { SharedCount = (byte)shared.Count });
        int at = ErofsXattrHeader.Size;
        foreach (uint id in shared)
        {
            into.WriteAt(at, id);
            at += sizeof(uint);
        }

        foreach (byte[] bytes in own)
        {
            bytes.CopyTo(into[at..]);
            at += bytes.Length;
        }
    }

    private (List<uint> Shared, List<byte[]> Own) Divide(TreeEntry entry)
    {
        var shared = new List<uint>();
        var own = new List<byte[]>();
        foreach (byte[] bytes in Encode(entry))
        {
            if (_uses[bytes].Id is { } id && shared.Count < MostShared)
                shared.Add(id);
            else
                own.Add(bytes);
        }

        return (shared, own);
    }

    /// <summary>The attributes as stored, in the order of their bytes, whatever the order in which they came.</summary>
    private static List<byte[]> Encode(TreeEntry entry)
    {
        var all = new List<byte[]>();
        foreach (var (name, value) in entry.Attributes.Xattrs)
            all.Add(Encode(entry, name, value));
        all.Sort(Compare);
        return all;
    }

    private static byte[] Encode(TreeEntry entry, string name, byte[] value)
    {
        if (ErofsXattrName.Split(name) is not var (prefix, rest))
        {
            throw Failure.Of(VolumeFaults.ErofsCannotStore, $"EROFS cannot store the extended attribute {name}", entry.Path,
                "only those in user, trusted and security, and POSIX access lists");
        }

        if (rest.Length > byte.MaxValue || value.Length > ushort.MaxValue)
        {
            throw Failure.Of(VolumeFaults.ErofsCannotStore,
                $"the extended attribute {name} has {value.Length:N0} bytes; EROFS stores names up to 255 bytes, and values up to 65,535",
                entry.Path);
        }

        var bytes = new byte[Align.Up(ErofsXattrEntry.Size + rest.Length + value.Length, ErofsXattrEntry.Unit)];
        bytes.AsSpan().WriteAt(0,
            new ErofsXattrEntry { NameLength = (byte)rest.Length, Prefix = prefix, ValueLength = (ushort)value.Length });
        rest.CopyTo(bytes, ErofsXattrEntry.Size);
        value.CopyTo(bytes, ErofsXattrEntry.Size + rest.Length);
        return bytes;
    }

    private static int Compare(byte[] one, byte[] other) => one.AsSpan().SequenceCompareTo(other);

    private sealed class Use
    {
        public int Count;
        public uint? Id;
    }

    private sealed class SameBytes : IEqualityComparer<byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj)
        {
            var hash = new HashCode();
            hash.AddBytes(obj);
            return hash.ToHashCode();
        }
    }
}
