using System.Runtime.CompilerServices;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Link.Layout;

/// <summary>What an image's sections must be for its headers and for firmware, before any of them has an address.</summary>
internal static class OutputChecks
{
    public static void Check(Resolved resolved, List<OutputSection> outputs, LinkFaults faults)
    {
        foreach (var output in outputs)
            CheckSection(resolved, output, faults);
        CheckUnwindRows(resolved, outputs, faults);
        CheckResources(resolved, outputs, faults);

        int most = PeHeaders.MaxSectionCount - 1;   // .reloc comes as well
        if (outputs.Count > most)
            faults.Add(new(EfiFaults.TooManySections, $"the image would have {outputs.Count} sections, at most {most} fit its headers"));
    }

    private static void CheckSection(Resolved resolved, OutputSection output, LinkFaults faults)
    {
        if (output.Traits.HasFlag(SectionTraits.Write | SectionTraits.Execute))
        {
            faults.Add(new(EfiFaults.WritableCode, $"section {output.Name} would be both writable and executable")
            {
                Path = resolved.PathOf(output.Inputs[^1]),
                Hint = "put the data into a section of its own",
            });
        }
        else if (output.Name == BaseRelocations.SectionName)
        {
            faults.Add(new(EfiFaults.OutputSectionName, $"section {output.Name} cannot have this name in an image")
            {
                Path = resolved.PathOf(output.Inputs[^1]),
                Hint = "the linker makes the one section of this name",
            });
        }
    }

    private static void CheckUnwindRows(Resolved resolved, List<OutputSection> outputs, LinkFaults faults)
    {
        uint row = resolved.Machine == Machine.X64 ? (uint)Unsafe.SizeOf<Amd64Function>() : (uint)Unsafe.SizeOf<Arm64Function>();
        foreach (var output in outputs)
        {
            foreach (var group in output.Groups)
            {
                if (group.IsUnwindTable)
                    CheckRows(group);
            }
        }

        void CheckRows(InputGroup table)
        {
            foreach (int s in table.Inputs)
            {
                ref var input = ref resolved.Sections[s];
                if (input.Length % row == 0 || faults.IsFull)
                    continue;
                string message = $"the unwind table in section {input.Index + 1} has {input.Length} bytes, its rows have {row}";
                faults.Add(new(EfiFaults.UnwindRows, message) { Path = resolved.PathOf(s) });
            }
        }
    }

    // A tree with one root at the section's start: two behind each other would be one tree and some bytes.
    private static void CheckResources(Resolved resolved, List<OutputSection> outputs, LinkFaults faults)
    {
        if (outputs.Find(output => output.Name == ImageLayout.ResourceSection) is not { } resources)
            return;

        int[] makers = [.. resources.Inputs.Select(s => resolved.Sections[s].Object).Distinct()];
        if (makers.Length > 1)
        {
            faults.Add(new(EfiFaults.ResourcesTwice, $"this object brings resources, and so does {resolved.Files[makers[0]].Path}")
            {
                Path = resolved.Files[makers[1]].Path,
                Hint = "let the resource compiler make one object of all",
            });
        }
    }
}
