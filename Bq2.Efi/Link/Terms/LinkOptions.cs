using Bq2.Efi.Coff;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Link;

/// <summary>What the caller may choose about an image.</summary>
public sealed record LinkOptions
{
    /// <summary>The symbol that firmware calls.</summary>
    public string Entry { get; init; } = "EfiMain";

    /// <summary>What kind of UEFI program it is.</summary>
    public Subsystem Subsystem { get; init; } = Subsystem.EfiApplication;

    /// <summary>Archives, in the order in which they are searched for what the objects leave undefined.</summary>
    public IReadOnlyList<CoffArchive> Libraries { get; init; } = [];

    /// <summary>Keep .pdata and .xdata. No UEFI firmware reads them; a runtime that unwinds its own stack does.</summary>
    public bool Unwind { get; init; } = true;

    /// <summary>Leave out COMDAT sections that nothing refers to.</summary>
    public bool Collect { get; init; } = true;

    /// <summary>Keep one copy of read-only data that is equal.</summary>
    public Folding Fold { get; init; } = Folding.Safe;

    /// <summary>
    /// The name by which firmware's logs and crash dumps call the image, such as "app.efi"; it is found by way of the debug
    /// directory, with an id made of the image's bytes. An image without a name has no debug directory.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>
    /// The rows by which shim knows old versions, for the section .sbat; they must be as <see cref="Efi.Pe.Sbat"/> has them.
    /// </summary>
    public ReadOnlyMemory<byte> Sbat { get; init; }

    /// <summary>What the program is made of, for the section .sbom. Microsoft asks for one; in which form is left to the caller.</summary>
    public ReadOnlyMemory<byte> Sbom { get; init; }

    /// <summary>
    /// Addresses left free behind each section, a multiple of the alignment of sections. With 64 KiB no page of any machine holds parts of
    /// two sections, although their bytes follow one another in a file.
    /// </summary>
    internal uint SectionGap { get; init; }

    /// <summary>Tell as well what lies where.</summary>
    public bool Map { get; init; }
}
