using Bq2.Efi.Coff;
using Bq2.Efi.Link.Inputs;
using Bq2.Efi.Link.Layout;
using Bq2.Efi.Link.Output;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Link;

/// <summary>
/// One link, from objects to image. Each step takes what the steps before it gave and gives its own. After a step that found faults
/// the link ends, so that all faults of one kind are seen at once.
/// </summary>
internal static class LinkSteps
{
    public static LinkResult Run(IReadOnlyList<CoffObject> objects, LinkOptions options, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var faults = new LinkFaults();
        var first = FirstObjects.Choose(objects, options, faults);
        if (faults.Any)
            return Refused(faults, MachineOf(first.Objects));

        cancellation.ThrowIfCancellationRequested();
        var resolved = new Resolver(first, options, faults).Resolve();
        if (faults.Any)
            return Refused(faults, MachineOf(resolved.Objects));

        var selection = Collector.Select(resolved, options.Collect);
        EntryPoint.Check(resolved, selection, options.Entry, faults);
        UndefinedSymbols.Report(resolved, selection, faults);
        if (faults.Any)
            return Refused(faults, resolved.Machine);

        cancellation.ThrowIfCancellationRequested();
        selection = SectionFolding.Fold(resolved, selection, options.Fold);
        var layout = new Layouter(resolved, selection, options, faults).LayOut();
        if (layout is null)
            return Refused(faults, resolved.Machine);

        cancellation.ThrowIfCancellationRequested();
        var image = new ImageWriter(resolved, layout, options, faults).Write();
        if (image is null)
            return Refused(faults, resolved.Machine);

        cancellation.ThrowIfCancellationRequested();
        return new()
        {
            Image = image.Bytes,
            Machine = resolved.Machine,
            Map = options.Map ? MapMaker.Make(resolved, selection, layout, image) : null,
            Warnings = faults.Warnings,
        };
    }

    private static LinkResult Refused(LinkFaults faults, Machine? machine) =>
        new() { Machine = machine, Faults = faults.All, Warnings = faults.Warnings };

    private static Machine? MachineOf(IReadOnlyList<CoffObject> objects) =>
        objects.Count > 0 && objects.All(each => each.Machine == objects[0].Machine) ? objects[0].Machine : null;
}
