using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

internal static partial class Qcow2HeaderReader
{
    private const int FeatureRow = 48;

    /// <summary>
    /// The extensions end with an end mark, or where the backing file's name or the next cluster begins. Unknown ones are skipped, as the
    /// format requires.
    /// </summary>
    private static Qcow2HeaderInfo ReadExtensions(Source file, Qcow2HeaderInfo head, out string? unknownFeature)
    {
        unknownFeature = null;
        int start = head.Version == 2 ? Qcow2Header.Version2Size : (int)(uint)head.Header.HeaderLength;
        ulong name = head.Header.BackingFileOffset;
        long end = Math.Min(file.Length, name != 0 ? (long)Math.Min(name, (ulong)head.Cluster.Bytes) : head.Cluster.Bytes);
        if (end - start < Qcow2Extension.Size)
            return head;

        ReadOnlySpan<byte> rest = file.ReadBytes(start, (int)(end - start));
        while (rest.Length >= Qcow2Extension.Size)
        {
            var extension = MemoryMarshal.Read<Qcow2Extension>(rest);
            if (extension.Type == Qcow2Extension.End)
                break;
            if (extension.Length > rest.Length - Qcow2Extension.Size)
            {
                throw file.Bad(ImageFaults.HeaderExtension,
                    $"a header extension has {extension.Length:N0} bytes, but only {rest.Length - Qcow2Extension.Size:N0} are left",
                    FieldPlace.Of(in extension, in extension.Length).At(end - rest.Length));
            }

            var data = rest.Slice(Qcow2Extension.Size, (int)(uint)extension.Length);
            head = With(head, extension.Type, data);
            if (extension.Type == Qcow2Extension.FeatureNames)
                unknownFeature = NameOfUnknown(head.Features, data) ?? unknownFeature;
            rest = rest[Math.Min(rest.Length, Qcow2Extension.Size + (data.Length + 7 & ~7))..];
        }

        return head;
    }

    private static Qcow2HeaderInfo With(Qcow2HeaderInfo head, uint type, ReadOnlySpan<byte> data) => type switch
    {
        Qcow2Extension.BackingFormat => head with { BackingFormat = Text(data) },
        Qcow2Extension.DataFileName => head with { DataFileName = Text(data) },
        Qcow2Extension.Bitmaps when data.Length >= Qcow2BitmapsExtension.Size && head.Autoclear.HasFlag(Qcow2Autoclear.Bitmaps) =>
            head with { Bitmaps = MemoryMarshal.Read<Qcow2BitmapsExtension>(data) },
        _ => head,
    };

    /// <summary>Rows of 48 bytes: kind of feature (0: incompatible), bit number, name.</summary>
    private static string? NameOfUnknown(Qcow2Features features, ReadOnlySpan<byte> table)
    {
        for (; table.Length >= FeatureRow; table = table[FeatureRow..])
        {
            bool asked = table[0] == 0 && table[1] < 64 && ((ulong)(features & ~Qcow2Features.Known) >> table[1] & 1) != 0;
            if (asked)
                return Text(table[2..FeatureRow].TrimEnd((byte)0));
        }

        return null;
    }
}
