using Bq2.Efi.Pe;

namespace Bq2.Cli;

/// <summary>A section as dump shows it.</summary>
internal sealed record SectionDump(
    string Name, uint Address, uint Length, uint FileOffset, uint FileLength, string Memory, string Traits, SectionHeader Header)
{
    public static SectionDump Of(PeImage image, int index)
    {
        var header = image.Sections[index];
        string memory = string.Concat(
            header.Characteristics.HasFlag(SectionTraits.Read) ? "r" : "-",
            header.Characteristics.HasFlag(SectionTraits.Write) ? "w" : "-",
            header.Characteristics.HasFlag(SectionTraits.Execute) ? "x" : "-");
        var rest = header.Characteristics & ~(SectionTraits.Read | SectionTraits.Write | SectionTraits.Execute | SectionTraits.AlignMask);
        return new(image.SectionName(index), header.VirtualAddress, header.VirtualSize, header.PointerToRawData, header.SizeOfRawData,
            memory, $"{rest}", header);
    }
}
