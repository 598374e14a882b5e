using System.Runtime.InteropServices;
using System.Text;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>The list of an image's snapshots. At most 65,536 of them in at most 64 MiB, as QEMU has it.</summary>
internal static class Qcow2SnapshotTable
{
    private const int MaxSnapshots = 65536;
    private const long MaxBytes = 64 << 20;
    private const int MaxExtra = 1024;

    public static IReadOnlyList<Qcow2Snapshot> Read(Source file, Qcow2Head head) => Read(file, head, out _);

    /// <summary>The snapshots, and the length of the table that lists them.</summary>
    public static IReadOnlyList<Qcow2Snapshot> Read(Source file, Qcow2Head head, out long length)
    {
        uint count = head.Header.SnapshotCount;
        ulong start = head.Header.SnapshotsOffset;
        length = 0;
        if (count > MaxSnapshots)
            throw file.Bad(ImageFaults.Snapshots, $"{count:N0} snapshots; 65,536 is the most", 60, 4);
        if (count > 0 && (start > (ulong)file.Length || head.Cluster.Within((long)start) != 0))
            throw file.Bad(ImageFaults.Snapshots, $"the snapshots are listed at {start}, which is no cluster of the file", 64, 8);

        var snapshots = new List<Qcow2Snapshot>();
        while (snapshots.Count < count)
        {
            length = Align.Up(length, 8);
            snapshots.Add(ReadOne(file, head, (long)start + length, out int size));
            length += size;
            if (length > MaxBytes)
                throw file.Bad(ImageFaults.Snapshots, $"the list of snapshots is longer than 64 MiB", 60, 4);
        }

        return snapshots;
    }

    private static Qcow2Snapshot ReadOne(Source file, Qcow2Head head, long offset, out int size)
    {
        var row = MemoryMarshal.Read<Qcow2SnapshotEntry>(file.ReadBytes(offset, Qcow2SnapshotEntry.Size));
        if (row.ExtraSize > MaxExtra)
            throw file.Bad(ImageFaults.Snapshots, $"a snapshot with {row.ExtraSize:N0} extra bytes", offset + 36, 4);

        int extraSize = (int)(uint)row.ExtraSize, idLength = row.IdLength, nameLength = row.NameLength;
        ReadOnlySpan<byte> rest = file.ReadBytes(offset + Qcow2SnapshotEntry.Size, extraSize + idLength + nameLength);
        size = Qcow2SnapshotEntry.Size + rest.Length;
        bool knowsState = extraSize >= 8, knowsDisk = extraSize >= 16, knowsCount = extraSize >= Qcow2SnapshotExtra.Size;
        Span<byte> known = stackalloc byte[Qcow2SnapshotExtra.Size];
        rest[..Math.Min(extraSize, known.Length)].CopyTo(known);
        var extra = MemoryMarshal.Read<Qcow2SnapshotExtra>(known);

        return new(Text(rest.Slice(extraSize, idLength)), Text(rest.Slice(extraSize + idLength, nameLength)))
        {
            Date = DateTimeOffset.FromUnixTimeSeconds((uint)row.Seconds).AddTicks((uint)row.Nanoseconds / 100),
            DateNanoseconds = (int)((uint)row.Nanoseconds % 1_000_000_000),
            VmClock = TimeSpan.FromTicks((long)((ulong)row.VmClock / 100)),
            VmStateSize = knowsState ? (long)(ulong)extra.VmStateSize : (uint)row.VmStateSize,
            DiskSize = knowsDisk ? (long)(ulong)extra.DiskSize : head.VirtualSize,
            InstructionCount = knowsCount && extra.InstructionCount != ulong.MaxValue ? (long)(ulong)extra.InstructionCount : null,
            L1Offset = (long)(ulong)row.L1Offset,
            L1Entries = (uint)row.L1Size,
        };
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
