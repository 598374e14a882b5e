using Bq2.Efi.Binary;
using Bq2.Efi.Link.Layout;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Link.Output;

internal sealed partial class ImageWriter
{
    private OutputSection Behind(OutputSection last, int length) => new(BaseRelocations.SectionName, [])
    {
        Traits = SectionTraits.InitializedData | SectionTraits.Discardable | SectionTraits.Read,
        Address = Align.Up(last.Address + last.Length, layout.SectionAlignment),
        FileOffset = Align.Up(last.FileOffset + last.StoredLength, PeHeaders.FileAlignment),
        Length = (uint)length,
        StoredLength = (uint)length,
    };

    private PeHeaders Headers(List<OutputSection> sections) => new()
    {
        Machine = resolved.Machine,
        Subsystem = options.Subsystem,
        Entry = layout.DestinationOf(resolved.Symbols[resolved.Entry].Place).Address,
        SectionAlignment = layout.SectionAlignment,
        DebugDirectory = layout.NameAddress == 0 ? default : new() { Address = layout.NameAddress, Length = DebugDirectoryEntry.Size },
        ExceptionDirectory = _unwind.Directory,
        ResourceDirectory = sections.Find(output => output.Name == ImageLayout.ResourceSection) is { } resources
            ? new() { Address = resources.Address, Length = resources.Length }
            : default,
        Sections = sections.ConvertAll(Planned),
    };

    private static PePlannedSection Planned(OutputSection output) =>
        new(
            output.Name, output.HeaderTraits, output.Address, output.Length, output.FileOffset,
            Align.Up(output.StoredLength, PeHeaders.FileAlignment));
}
