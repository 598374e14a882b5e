using Bq2.Efi.Files;

namespace Bq2.Efi.Pe;

public sealed partial class PeImage
{
    /// <summary>Reads the image at a path.</summary>
    public static PeImage Read(string path) => Read(path, NamedFile.ReadAll(path));

    /// <exception cref="FaultException">The bytes are not a PE image, or end inside its headers.</exception>
    public static PeImage Read(string path, ReadOnlyMemory<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new(path, bytes, new PeHeaderCheck(path, bytes).FindPeHeader());
    }
}
