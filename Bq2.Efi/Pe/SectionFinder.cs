namespace Bq2.Efi.Pe;

/// <summary>
/// Finds the section of an address by halving: damaged images have tens of thousands of sections and millions of
/// addresses. Where sections overlap, the one that begins last has the address.
/// </summary>
internal readonly struct SectionFinder
{
    private readonly uint[] _starts;
    private readonly uint[] _lengths;
    private readonly int[] _sections;

    public SectionFinder(PeImage image)
    {
        var headers = image.Sections;
        (_starts, _lengths, _sections) = (new uint[headers.Length], new uint[headers.Length], new int[headers.Length]);
        for (int i = 0; i < headers.Length; i++)
            (_starts[i], _sections[i]) = (headers[i].VirtualAddress, i);

        Array.Sort(_starts, _sections);
        for (int i = 0; i < headers.Length; i++)
            _lengths[i] = Math.Max(headers[_sections[i]].VirtualSize, headers[_sections[i]].SizeOfRawData);
    }

    public int Find(uint address)
    {
        int found = Array.BinarySearch(_starts, address);
        int at = found < 0 ? ~found - 1 : found;
        return at >= 0 && address - _starts[at] < _lengths[at] ? _sections[at] : -1;
    }
}
