namespace Bq2.Efi.Boot;

/// <summary>
/// What determines the order of entries: "Sorting" of the Boot Loader Specification. Newer ones come first.
/// </summary>
internal readonly ref struct EntryRank(BootEntry entry, ReadOnlySpan<byte> id, BootCount count)
{
    private readonly BootEntry _entry = entry;
    private readonly ReadOnlySpan<byte> _id = id;
    private readonly BootCount _count = count;

    /// <summary>Less than 0 if a comes first.</summary>
    public static int Compare(EntryRank a, EntryRank b)
    {
        if (a._count.IsBad != b._count.IsBad)
            return a._count.IsBad ? 1 : -1;

        bool hasKey = !a._entry.SortKey.IsEmpty;
        if (hasKey == b._entry.SortKey.IsEmpty)
            return hasKey ? -1 : 1;

        int order = hasKey ? CompareByKey(a._entry, b._entry) : 0;
        if (order == 0)
            order = VersionOrder.Compare(b._id, a._id);
        if (order == 0 && a._count.IsCounting && b._count.IsCounting)
            order = CompareByCount(a._count, b._count);
        return order;
    }

    private static int CompareByKey(BootEntry a, BootEntry b)
    {
        int order = Bytes.Compare(a.SortKey, b.SortKey);
        if (order == 0)
            order = Bytes.Compare(a.MachineId, b.MachineId);
        return order != 0 ? order : VersionOrder.Compare(b.Version, a.Version);
    }

    // More tries left first, then fewer used.
    private static int CompareByCount(BootCount a, BootCount b) =>
        a.Left != b.Left ? (a.Left > b.Left ? -1 : 1) : a.Done < b.Done ? -1 : a.Done > b.Done ? 1 : 0;
}
