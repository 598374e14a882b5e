using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Link.Layout;

/// <summary>What the options bring into an image, beside what the objects do.</summary>
internal static class SuppliedSections
{
    private const string NameSection = ".rdata";
    private const SectionTraits Constants = SectionTraits.InitializedData | SectionTraits.Read;

    public static void AddTo(List<OutputSection> outputs, Resolved resolved, LinkOptions options, LinkFaults faults)
    {
        Supply(Sbat.SectionName, options.Sbat);
        Supply(EfiRules.SbomSection, options.Sbom);
        if (options.Name is { } name)
            AddName(name, outputs, faults);

        void Supply(string section, ReadOnlyMemory<byte> bytes)
        {
            if (bytes.IsEmpty)
                return;
            if (outputs.Find(output => output.Name == section) is { } rival)
                faults.Add(Twice(section, resolved.PathOf(rival.Inputs[0])));
            Insert(outputs, new(section, []) { Traits = Constants, Supplied = bytes });
        }
    }

    private static Fault Twice(string section, string path) =>
        new(EfiFaults.SectionTwice, $"this object has a section {section}, and the options bring one too")
        {
            Path = path,
            Hint = "firmware refuses an image with two; leave one of them out",
        };

    // At the end of the constants: what the objects brought lies where it would without a name.
    private static void AddName(string name, List<OutputSection> outputs, LinkFaults faults)
    {
        if (!NameRecord.IsName(name))
        {
            faults.Add(new(EfiFaults.ImageName, $"'{name}' cannot be the image's name")
            {
                Hint = $"use a file name without its folder, of at most {NameRecord.MaxNameLength} bytes",
            });
        }

        var home = outputs.Find(output => output.Name == NameSection && (output.Traits & SectionTraits.Write) == 0);
        if (home is null)
            Insert(outputs, home = new(NameSection, []) { Traits = Constants });
        home.HoldsName = true;
    }

    private static void Insert(List<OutputSection> outputs, OutputSection output)
    {
        int rank = OutputPlan.RankOf(output), at = outputs.FindIndex(other => OutputPlan.RankOf(other) > rank);
        outputs.Insert(at < 0 ? outputs.Count : at, output);
    }
}
