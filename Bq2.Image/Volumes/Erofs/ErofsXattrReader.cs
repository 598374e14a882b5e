using Bq2.Efi;

namespace Bq2.Image;

/// <summary>Reads the extended attributes of inodes. Shared ones are read once.</summary>
internal sealed class ErofsXattrReader(ErofsReader volume)
{
    // Of honest volumes: a label for each folder takes a few KiB.
    private const long MaxSharedBytes = 256 << 20;

    private static readonly IReadOnlyDictionary<string, byte[]> s_none = new Dictionary<string, byte[]>();

    private readonly Dictionary<uint, Found> _shared = [];
    private long _sharedBytes;

    public IReadOnlyDictionary<string, byte[]> Read(ErofsInode inode)
    {
        if (inode.XattrLength == 0)
            return s_none;

        var all = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var header = volume.Read<ErofsXattrHeader>(inode.XattrOffset);
        long at = inode.XattrOffset + ErofsXattrHeader.Size;
        if (header.SharedCount * sizeof(uint) > inode.HeadEnd - at)
            throw Bad(inode.XattrOffset, $"inode {inode.Nid} has {header.SharedCount} shared attributes, more than there is space for");

        for (int i = 0; i < header.SharedCount; i++, at += sizeof(uint))
            Add(Shared(volume.Read<uint>(at)));
        while (inode.HeadEnd - at >= ErofsXattrEntry.Size)
        {
            var found = ReadEntry(at);
            if (found.Length > inode.HeadEnd - at)
                throw Bad(at, $"an attribute of inode {inode.Nid} reaches beyond all of them");
            Add(found);
            at += found.Length;
        }

        return all;

        void Add(Found found)
        {
            if (!all.TryAdd(found.Name, found.Value))
                throw Bad(inode.XattrOffset, $"inode {inode.Nid} has the attribute {found.Name} twice");
        }
    }

    private Found Shared(uint id)
    {
        lock (_shared)
        {
            if (_shared.TryGetValue(id, out var found))
                return found;

            long at = volume.OffsetOf(volume.Superblock.XattrBlock) + (long)id * ErofsXattrEntry.Unit;
            found = ReadEntry(at);
            _sharedBytes += found.Length;
            if (_sharedBytes > MaxSharedBytes)
                throw Bad(at, $"the volume has more than {MaxSharedBytes:N0} bytes of shared attributes");
            _shared.Add(id, found);
            return found;
        }
    }

    private Found ReadEntry(long at)
    {
        var entry = volume.Read<ErofsXattrEntry>(at);
        Span<byte> rest = stackalloc byte[entry.NameLength];
        volume.ReadAt(at + ErofsXattrEntry.Size, rest);
        string name = ErofsXattrName.Join(entry.Prefix, rest)
            ?? throw Bad(at, $"an extended attribute's name begins with the unknown number {entry.Prefix}");
        var value = new byte[entry.ValueLength];
        volume.ReadAt(at + ErofsXattrEntry.Size + entry.NameLength, value);
        int length = ErofsXattrEntry.Size + entry.NameLength + value.Length;
        return new(name, value, Efi.Binary.Align.Up(length, ErofsXattrEntry.Unit));
    }

    private FaultException Bad(long offset, FormattableString message) =>
        volume.Source.Bad(VolumeFaults.ErofsInode, message, offset, ErofsXattrEntry.Size);

    private sealed record Found(string Name, byte[] Value, int Length);
}
