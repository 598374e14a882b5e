using Bq2.Efi;

namespace Bq2.Image;

/// <summary>Detects unsupported formats by their first or last bytes, so that they are not mistaken for raw disks.</summary>
internal static class ForeignFile
{
    /// <summary>The fault; null for a QCOW2 image, whatever its last bytes are, and for anything that may be a raw disk.</summary>
    public static Signature? Find(Source file) => ImageFormat.HasMagic(file) ? null : Signatures.OfFile(file);

    public static FaultException Refusal(Source file, Signature found) => found.Kind == SignatureKind.Archive
        ? file.Bad(ImageFaults.Archive, $"the file is {found.Description}, so it is not a disk itself", found.Remedy)
        : file.Bad(ImageFaults.ForeignFormat, $"the file is {found.Description}, which is not supported", found.Remedy);
}
