using System.Text;
using Bq2.Efi.Coff;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Link;

/// <summary>
/// One link, from objects to image. Each step either adds to what the steps after it read, or to the faults; what has
/// faults ends at the next <see cref="Failed"/>, so that a person sees all of one kind at once.
/// </summary>
internal sealed partial class LinkRun(IReadOnlyList<CoffObject> objects, LinkOptions options)
{
    // Who has so many has one cause, and does not read on.
    private const int GreatestFaults = 100;

    // Who gives an object twice means it once, as with lld.
    private readonly List<CoffObject> _objects = [.. objects.Distinct()];
    private readonly List<Fault> _faults = [];
    private readonly List<Fault> _warnings = [];
    private byte[] _image = [];
    private SymbolTable _symbols = null!;

    public LinkResult Run()
    {
        if (_objects.Count == 0)
            PullEntry();
        if (!Failed)
            CheckMachines();
        if (Failed)
            return Answer();

        _symbols = new(_objects);
        Resolve();
        if (Failed)
            return Answer();

        Collect();
        CheckEntry();
        FindUndefined();
        if (Failed)
            return Answer();

        Fold();
        LayOut();
        if (Failed)
            return Answer();

        AddBaseRelocations();
        CopyAndRelocate();
        if (Failed)
            return Answer();

        SortUnwindTable();
        WriteHeaders();
        return Answer();
    }

    private bool Failed => _faults.Count > 0;

    private Machine Machine => _objects[0].Machine;

    private LinkResult Answer() => new()
    {
        Image = Failed ? null : _image,
        Map = options.Map && !Failed ? MakeMap() : null,
        Faults = _faults,
        Warnings = _warnings,
    };

    private void CheckMachines()
    {
        if (_objects.Count == 0)
            _faults.Add(new(EfiFaults.NothingToLink, "there is nothing to link") { Hint = "name at least one object file" });

        foreach (var other in _objects.Where(o => o.Machine != Machine))
        {
            _faults.Add(new(EfiFaults.MixedMachines, $"this object is for {other.Machine.Name()}, {_objects[0].Path} is for {Machine.Name()}")
            {
                Path = other.Path,
                Hint = "one image holds the code of one machine; link twice",
            });
        }
    }

    private static string Text(ReadOnlySpan<byte> name) => Encoding.UTF8.GetString(name);
}
