using System.Text;
using Bq2.Efi.Coff;
using Bq2.Efi.Pe;
using Bq2.Efi.Work;

namespace Bq2.Efi.Link.Inputs;

/// <summary>
/// The objects of a link with all that is read from them once: their sections, numbered through all objects, their symbols, and
/// what they ask of the linker. It grows while archives are searched, and with what the linker itself adds.
/// </summary>
internal sealed class InputSet(bool unwind)
{
    // The linker's own objects come late and bring a handful of sections; there is room for them without moving all the others.
    private const int SpareSections = 64;

    private InputSection[] _sections = [];

    public List<CoffObject> Objects { get; } = [];

    public List<LinkedObject> Linked { get; } = [];

    public SectionGroups Groups { get; } = new(unwind);

    public ObjectRequests Requests { get; } = new();

    public int SectionCount { get; private set; }

    /// <summary>All sections; the array is another one after objects were added.</summary>
    public InputSection[] Sections => _sections;

    public Machine Machine => Objects[0].Machine;

    /// <summary>Reads the objects from this one on, several at once.</summary>
    public void ReadFrom(int first, LinkFaults faults)
    {
        MakeRoom(first);
        Cores.For(Objects.Count - first, added => Read(first + added));
        for (int number = first; number < Objects.Count; number++)
            Requests.Read(Objects[number], Linked[number], faults);
    }

    public ReadOnlySpan<byte> DataOf(in InputSection section) => Objects[section.Object].Data(section.Index);

    public string NameOfSymbol(int number, int row) => Encoding.UTF8.GetString(Objects[number].SymbolName(row));

    private void MakeRoom(int first)
    {
        for (int number = first; number < Objects.Count; number++)
        {
            int sections = Objects[number].Sections.Length;
            Linked.Add(new(SectionCount, sections, Objects[number].SymbolCount));
            SectionCount += sections;
        }

        // Archives give their members in waves, and after one wave another is likely.
        if (SectionCount > _sections.Length)
            Array.Resize(ref _sections, SectionCount + Math.Max(SpareSections, first == 0 ? 0 : SectionCount / 2));
    }

    private void Read(int number)
    {
        var linked = Linked[number];
        var reader = new ObjectReader(Objects[number], linked, Groups);
        var sections = _sections.AsSpan(linked.FirstSection, linked.EndSection - linked.FirstSection);
        reader.ReadSections(number, sections);
        if (Objects[number].IsBig)
            reader.ReadSymbols(sections, Objects[number].Rows<BigSymbolRecord>());
        else
            reader.ReadSymbols(sections, Objects[number].Rows<CoffSymbolRecord>());
    }
}
