using System.Runtime.InteropServices;
using System.Text;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>The list of an image's snapshots. At most 65,536 snapshots in at most 64 MiB, the limits of QEMU.</summary>
internal static partial class Qcow2SnapshotTable
{
    public static IReadOnlyList<Qcow2Snapshot> Read(Source file, Qcow2HeaderInfo head) => Read(file, head, out _);

    /// <summary>The snapshots, and the length of the table that lists them.</summary>
    public static IReadOnlyList<Qcow2Snapshot> Read(Source file, Qcow2HeaderInfo head, out long length)
    {
        var header = head.Header;
        CheckPlace(file, head);
        length = 0;
        var snapshots = new List<Qcow2Snapshot>();
        while (snapshots.Count < header.SnapshotCount)
        {
            length = Align.Up(length, 8);
            snapshots.Add(ReadOne(file, head, (long)(ulong)header.SnapshotsOffset + length, out int size));
            length += size;
            if (length > Qcow2Limits.MaxSnapshotListBytes)
            {
                throw file.Bad(ImageFaults.Snapshots,
                    $"the list of snapshots is longer than {Qcow2Limits.MaxSnapshotListBytes >> 20} MiB",
                    FieldPlace.Of(in header, in header.SnapshotCount));
            }
        }

        return snapshots;
    }

    private static void CheckPlace(Source file, Qcow2HeaderInfo head)
    {
        var header = head.Header;
        uint count = header.SnapshotCount;
        ulong start = header.SnapshotsOffset;
        if (count > Qcow2Limits.MaxSnapshots)
        {
            throw file.Bad(ImageFaults.Snapshots, $"the image has {count:N0} snapshots; the limit is {Qcow2Limits.MaxSnapshots:N0}",
                FieldPlace.Of(in header, in header.SnapshotCount));
        }

        if (count > 0 && (start > (ulong)file.Length || head.Cluster.Within((long)start) != 0))
        {
            throw file.Bad(ImageFaults.Snapshots,
                $"the list of snapshots is at {start}, which is not a cluster of the file",
                FieldPlace.Of(in header, in header.SnapshotsOffset));
        }
    }

    /// <summary>The snapshots, each with its row as in the file, without the padding.</summary>
    public static IReadOnlyList<(Qcow2Snapshot Snapshot, byte[] Bytes)> Rows(Source file, Qcow2HeaderInfo head)
    {
        var rows = new List<(Qcow2Snapshot, byte[])>();
        long place = (long)(ulong)head.Header.SnapshotsOffset;
        foreach (var _ in Read(file, head))
        {
            var snapshot = ReadOne(file, head, place, out int size);
            rows.Add((snapshot, file.ReadBytes(place, size)));
            place += Align.Up(size, 8);
        }

        return rows;
    }

    /// <summary>The snapshot with this id, or else with this name.</summary>
    public static Qcow2Snapshot Find(string idOrName, Source file, IEnumerable<Qcow2Snapshot> snapshots)
    {
        Qcow2Snapshot[] all = [.. snapshots];
        return Array.Find(all, each => each.Id == idOrName) ?? Array.Find(all, each => each.Name == idOrName)
            ?? throw file.Bad(ImageFaults.NoSuchSnapshot,
                $"there is no snapshot \"{idOrName}\"",
                all.Length == 0 ? null : $"use one of: {string.Join(", ", all.Select(each => each.Name))}");
    }

    /// <summary>The image's header with the size and L1 table of a snapshot.</summary>
    public static Qcow2HeaderInfo HeadOf(string idOrName, Source file, Qcow2HeaderInfo head)
    {
        var snapshot = Find(idOrName, file, Read(file, head));
        var header = head.Header;
        header.VirtualSize = (ulong)snapshot.DiskSize;
        (header.L1Size, header.L1TableOffset) = ((uint)snapshot.L1Entries, (ulong)snapshot.L1Offset);
        if (snapshot.L1Entries * sizeof(ulong) > Qcow2Limits.MaxL1Bytes || head.Cluster.Within(snapshot.L1Offset) != 0
            || snapshot.L1Entries < Align.Units(snapshot.DiskSize, head.Cluster.BytesPerTable))
            throw file.Bad(ImageFaults.Snapshots,
                $"snapshot {snapshot.Id} has an impossible L1 table: {snapshot.L1Entries} entries at {snapshot.L1Offset}");
        return head with { Header = header };
    }

    private static Qcow2Snapshot ReadOne(Source file, Qcow2HeaderInfo head, long offset, out int size)
    {
        var row = MemoryMarshal.Read<Qcow2SnapshotEntry>(file.ReadBytes(offset, Qcow2SnapshotEntry.Size));
        if (row.ExtraSize > Qcow2Limits.MaxSnapshotExtra)
        {
            throw file.Bad(ImageFaults.Snapshots,
                $"a snapshot has {row.ExtraSize:N0} extra bytes", FieldPlace.Of(in row, in row.ExtraSize).At(offset));
        }

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
