namespace Bq2.Image;

/// <summary>Collects the parts of a long name, which come last part first.</summary>
internal sealed class FatLongNameParts
{
    private readonly char[] _units = new char[FatLongNameEntry.MaxEntries * FatLongNameEntry.Units];
    private int _count;
    private int _missing;
    private byte _checksum;

    public void Take(in FatLongNameEntry part)
    {
        int ordinal = part.Ordinal & ~FatLongNameEntry.LastMark;
        if ((part.Ordinal & FatLongNameEntry.LastMark) != 0)
            (_count, _missing, _checksum) = (ordinal, ordinal, part.Checksum);

        bool follows = ordinal > 0 && ordinal == _missing && _count <= FatLongNameEntry.MaxEntries && part.Checksum == _checksum;
        if (!follows)
        {
            Forget();
            return;
        }

        _missing--;
        part.CopyTo(_units.AsSpan(_missing * FatLongNameEntry.Units));
    }

    public void Forget() => _count = 0;

    /// <summary>The long name for a short one; null if parts are missing, or belong to another name.</summary>
    public string? For(FatShortName name)
    {
        if (_count == 0 || _missing > 0 || name.Checksum() != _checksum)
            return null;

        var units = _units.AsSpan(0, _count * FatLongNameEntry.Units);
        int end = units.IndexOf('\0');
        units = end < 0 ? units : units[..end];
        return units.Length is > 0 and <= FatName.MaxLength ? units.ToString() : null;
    }
}
