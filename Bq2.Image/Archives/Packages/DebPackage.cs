using System.Globalization;
using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>The files of a Debian package. Its scripts are not run, and dpkg's list does not have it.</summary>
internal static class DebPackage
{
    private const string DataName = "data.tar";

    /// <summary>Whether a file begins as a package does.</summary>
    public static bool Begins(ReadOnlySpan<byte> bytes) => bytes.StartsWith("!<arch>\ndebian-binary"u8);

    /// <summary>The files in data.tar, whatever packs it.</summary>
    public static Tree Read(Source package, ArchiveOptions options)
    {
        for (long at = ArHeader.Signature.Length; package.Length - at >= ArHeader.Size;)
        {
            var header = MemoryMarshal.Read<ArHeader>(package.ReadBytes(at, ArHeader.Size));
            long start = at + ArHeader.Size;
            long length = LengthOf(package, header, at);
            if (ArHeader.Text(header.Name).StartsWith(DataName, StringComparison.Ordinal))
                return Tree.FromTar(package.Slice(start, length), options);
            at = Align.Up(start + length, 2);
        }

        throw Failure.Of(ImageFaults.ArchiveDamaged, $"the package has no {DataName}", package.Path, "was it cut short?");
    }

    private static long LengthOf(Source package, ArHeader header, long at)
    {
        string text = ArHeader.Text(header.Length);
        if (header.End != ArHeader.EndMark || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long length))
            throw package.Bad(ImageFaults.ArchiveDamaged, $"this is not the header of a member", at, ArHeader.Size);
        return length <= package.Length - at - ArHeader.Size
            ? length
            : throw package.Bad(ImageFaults.ArchiveCut,
                $"a member has {length:N0} bytes, but the package ends after {package.Length - at - ArHeader.Size:N0}",
                FieldPlace.Of(ref header, ref header.Length).At(at));
    }
}
