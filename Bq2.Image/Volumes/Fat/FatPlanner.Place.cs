using Bq2.Efi.Binary;

namespace Bq2.Image;

internal sealed partial class FatPlanner
{
    public void PlaceBootSectors()
    {
        byte[] boot = FatBootWriter.Boot(_layout, _options, _label);
        Place(0, boot);
        if (_layout.Type != FatType.Fat32)
            return;

        byte[] info = StructBytes.ToBytes(FsInfo());
        Place(FatBootWriter.FsInfoSector, info);
        Place(FatBootWriter.BackupSector, boot);
        Place(FatBootWriter.BackupSector + FatBootWriter.FsInfoSector, info);
    }

    public void PlaceFats()
    {
        // After the last used cluster the FAT is zeros, which need no memory.
        byte[] fat = FatPacking.Pack(_fat, _layout.Type);
        for (int i = 0; i < _layout.FatCount; i++)
            Regions.Add(_layout.OffsetOfFat(i), Content.FromBytes(fat));
    }

    public void PlaceFolders()
    {
        int file = 0;
        foreach (var folder in _folders)
        {
            byte[] rows = RowsOf(folder, ref file);
            Regions.Add(folder == Root
                && !RootHasClusters ? _layout.RootOffset : _layout.OffsetOf(folder.Cluster), Content.FromBytes(rows));
        }
    }

    public void PlaceFiles()
    {
        for (int i = 0; i < _files.Count; i++)
        {
            if (_fileClusters[i] != FatCluster.None)
                Regions.Add(_layout.OffsetOf(_fileClusters[i]), _files[i].Content!);
        }
    }

    private void Place(int sector, byte[] bytes) => Regions.Add((long)sector * _layout.SectorSize, Content.FromBytes(bytes));

    private FatFsInfo FsInfo()
    {
        long free = _layout.Clusters - (_next.Number - FatCluster.First.Number);
        return FatFsInfo.For(free, free > 0 ? _next : null);
    }

    private byte[] RowsOf(FatFolder folder, ref int file)
    {
        var rows = new FatRowWriter(folder.Rows, _options.Time);
        if (folder.Parent is { } parent)
        {
            // In "..", the root is always cluster 0.
            rows.AddDots(folder.Cluster, parent == Root ? FatCluster.None : parent.Cluster, TimeOf(folder.Entry));
        }
        else if (_label is { } label)
        {
            rows.AddLabel(label);
        }

        int index = 0;
        foreach (var child in folder.Entry.Sorted())
        {
            var name = folder.Names[index++];
            if (child.IsFolder)
                rows.AddFolder(name, _folderOf[child].Cluster, TimeOf(child));
            else
                rows.AddFile(name, _fileClusters[file++], (uint)child.Content!.Length, TimeOf(child));
        }

        return rows.ToBytes();
    }

    private static DateTimeOffset? TimeOf(TreeEntry entry) => entry.Attributes.Time?.ToDateTimeOffset();
}
