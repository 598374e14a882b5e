using System.Text;
using Bq2.Efi.Binary;

namespace Bq2.Image;

internal static partial class Qcow2SnapshotTable
{
    /// <summary>The row of a new snapshot, without machine state.</summary>
    public static byte[] RowOf(long id, string name, DateTimeOffset date, long l1Offset, int l1Entries, long diskSize)
    {
        byte[] idBytes = Encoding.UTF8.GetBytes(id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        byte[] nameBytes = Encoding.UTF8.GetBytes(name);
        var row = new Qcow2SnapshotEntry
        {
            L1Offset = (ulong)l1Offset,
            L1Size = (uint)l1Entries,
            IdLength = (ushort)idBytes.Length,
            NameLength = checked((ushort)nameBytes.Length),
            Seconds = (uint)date.ToUnixTimeSeconds(),
            ExtraSize = Qcow2SnapshotExtra.Size,
        };
        var extra = new Qcow2SnapshotExtra { DiskSize = (ulong)diskSize, InstructionCount = ulong.MaxValue };
        return [.. StructBytes.ToBytes(row), .. StructBytes.ToBytes(extra), .. idBytes, .. nameBytes];
    }

    /// <summary>The table of these rows.</summary>
    public static byte[] ToBytes(byte[][] rows)
    {
        var table = new List<byte>();
        foreach (byte[] row in rows)
        {
            table.AddRange(new byte[Align.Up(table.Count, 8) - table.Count]);
            table.AddRange(row);
        }

        return [.. table];
    }
}
