using Bq2.Efi.Coff;

namespace Bq2.Efi.Link;

/// <summary>
/// Makes a UEFI program of COFF objects: bytes in, an image or everything that is wrong out. The same objects in the
/// same order give the same bytes.
/// </summary>
/// <example>
/// <code>
/// LinkResult link = EfiLinker.Link([CoffObject.Read("app.obj")], new() { Entry = "EfiMain" });
/// foreach (Fault fault in link.Faults)
///     Console.Error.WriteLine(fault.Show());
/// </code>
/// </example>
public static class EfiLinker
{
    public static LinkResult Link(IReadOnlyList<CoffObject> objects, LinkOptions? options = null) =>
        new LinkRun(objects, options ?? new()).Run();

    /// <summary>
    /// Tells the linker that it will be wanted soon: it gets ready beside what the program does until then. Nothing has to
    /// wait for that, and nothing else comes of it than time.
    /// </summary>
    public static void Prepare() => new Thread(Rehearsal.Run) { IsBackground = true, Name = "link rehearsal" }.Start();
}
