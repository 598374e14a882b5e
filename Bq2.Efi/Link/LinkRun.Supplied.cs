using Bq2.Efi.Binary;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Link;

/// <summary>What the options bring into an image, beside what the objects do.</summary>
internal sealed partial class LinkRun
{
    private const string NameSection = ".rdata";
    private const SectionTraits Constants = SectionTraits.InitializedData | SectionTraits.Read;

    private readonly Dictionary<OutputSection, ReadOnlyMemory<byte>> _supplied = [];
    private OutputSection? _nameHome;
    private uint _nameAddress;

    private void AddSupplied()
    {
        Supply(Sbat.SectionName, options.Sbat);
        Supply(EfiRules.SbomSection, options.Sbom);
        if (options.Name is not { } name)
            return;

        if (!NameRecord.IsName(name))
            _faults.Add(new(EfiFaults.ImageName, $"'{name}' cannot be the image's name") { Hint = $"a file's name without its folder, at most {NameRecord.GreatestName} bytes" });
        _nameHome = _outputs.Find(output => output.Name == NameSection && (output.Traits & SectionTraits.Write) == 0);
        if (_nameHome is null)
            InsertByRank(_nameHome = new(NameSection, []) { Traits = Constants });
    }

    private void Supply(string name, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;

        if (_outputs.Find(output => output.Name == name) is { } rival)
        {
            _faults.Add(new(EfiFaults.SectionTwice, $"this object has a section {name}, and the options bring one too")
            {
                Path = _objects[_sections[rival.Inputs[0]].Object].Path,
                Hint = "firmware refuses an image with two; leave one of them out",
            });
        }

        var section = new OutputSection(name, []) { Traits = Constants };
        _supplied.Add(section, bytes);
        InsertByRank(section);
    }

    private void PlaceSupplied(OutputSection output)
    {
        if (_supplied.TryGetValue(output, out var bytes))
            output.Length = output.StoredLength = (uint)bytes.Length;
        if (output != _nameHome)
            return;

        // Behind all else: what the objects brought lies where it would without a name.
        _nameAddress = Align.Up(output.Address + output.Length, NameRecord.Alignment);
        output.Length = output.StoredLength = _nameAddress - output.Address + NameRecord.LengthOf(options.Name!);
    }

    private void CopySupplied()
    {
        foreach (var (section, bytes) in _supplied)
            bytes.Span.CopyTo(_image.AsSpan((int)section.FileOffset));
        if (_outputs.Find(output => output.Name == Sbat.SectionName) is not { } sbat)
            return;

        string? path = sbat.Inputs.Length == 0 ? null : _objects[_sections[sbat.Inputs[0]].Object].Path;
        var rows = _image.AsSpan((int)sbat.FileOffset, (int)sbat.StoredLength);
        foreach (var fault in Sbat.Check(rows))
            _faults.Add((fault with { Path = path, Message = $"{Sbat.SectionName}, {fault.Message}" }).Showing(rows, fault.Offset ?? 0, 1));
    }

    private DataDirectory NameDirectory() =>
        _nameHome is null ? default : new() { Address = _nameAddress, Length = DebugDirectoryEntry.Size };

    private void StampName()
    {
        if (_nameHome is { } home)
            NameRecord.Write(_image, _nameAddress, _nameAddress - home.Address + home.FileOffset, options.Name!);
    }
}
