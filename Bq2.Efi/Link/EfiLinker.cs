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
    /// <summary>
    /// Links the objects, and what they need from the libraries, into an image. A failed link returns all its faults and no image.
    /// </summary>
    /// <param name="objects">The objects, in their order in the image.</param>
    /// <param name="options">The options of the link.</param>
    /// <param name="cancellation">Stops the link after the current step.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static LinkResult Link(
        IReadOnlyList<CoffObject> objects, LinkOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(objects);
        return LinkSteps.Run(objects, options ?? new(), cancellation);
    }

    /// <summary>
    /// Tells the linker that it will be needed soon: it gets ready on a thread of its own, while the program does other things. That
    /// saves time and has no other effect; nothing has to wait for it.
    /// </summary>
    internal static void Prepare() => new Thread(() => Rehearsal.Run()) { IsBackground = true, Name = "link rehearsal" }.Start();
}
