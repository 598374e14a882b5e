using Bq2.Efi.Binary;

namespace Bq2.Image;

internal static partial class FatBootReader
{
    // The limits of FAT12 and FAT16: Linux detects the type by these alone.
    private const long MaxClusters12 = 4084;

    private const long MaxClusters16 = 65_524;
    private const long MaxClusters32 = 0x0fff_fff5;

    /// <summary>The layout of a volume that another program made. Any layout is valid if it is inside the volume.</summary>
    private static FatLayout LayoutOf(Source source, in FatParameters parameters, FatType type, uint sectorsPerFat)
    {
        var layout = new FatLayout
        {
            Type = type,
            SectorSize = parameters.BytesPerSector,
            TotalSectors = parameters.TotalSectors,
            SectorsPerCluster = parameters.SectorsPerCluster,
            ReservedSectors = parameters.ReservedSectors,
            FatCount = parameters.FatCount,
            SectorsPerFat = sectorsPerFat,
            RootEntries = parameters.RootEntryCount,
            Geometry = new(parameters.Media, parameters.SectorsPerTrack, parameters.Heads),
        };
        CheckLayout(source, layout, parameters);
        return layout;
    }

    private static void CheckLayout(Source source, FatLayout layout, in FatParameters parameters)
    {
        if (layout.Length > source.Length)
        {
            throw source.Bad(VolumeFaults.NotFat,
                $"the volume has {layout.TotalSectors:N0} sectors of {layout.SectorSize}, but there are only {source.Length:N0} bytes",
                parameters.TotalSectors16 != 0 ? FieldPlace.Of(in parameters, in parameters.TotalSectors16)
                    : FieldPlace.Of(in parameters, in parameters.TotalSectors32));
        }

        if (layout.ReservedSectors == 0 || layout.FirstDataSector > layout.TotalSectors)
        {
            throw source.Bad(VolumeFaults.NotFat,
                $"reserved sectors and FATs end at sector {layout.FirstDataSector:N0} of {layout.TotalSectors:N0}",
                FieldPlace.Of(in parameters, in parameters.ReservedSectors));
        }
    }

    private static void CheckClusters(Source source, FatLayout layout, in FatParameters parameters, long most, FieldPlace sectorsPerFat)
    {
        if (layout.Clusters > most)
        {
            throw source.Bad(VolumeFaults.NotFat, $"{layout.Clusters:N0} clusters, but FAT{(int)layout.Type} has up to {most:N0}",
                FieldPlace.Of(in parameters, in parameters.SectorsPerCluster));
        }

        if (layout.FatEntries * (int)layout.Type > 8L * layout.SectorsPerFat * layout.SectorSize)
        {
            throw source.Bad(VolumeFaults.NotFat,
                $"a FAT of {layout.SectorsPerFat:N0} sectors has no room for {layout.Clusters:N0} clusters", sectorsPerFat);
        }
    }

    // 0 and 0xffff mean that there is none; so does an impossible place.
    private static int? SectorWithin(FatLayout layout, ushort sector) =>
        sector > 0 && sector < layout.ReservedSectors ? sector : null;
}
