using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Bq2.Efi.Binary;
using Bq2.Efi.Coff;

namespace Bq2.Image;

/// <summary>The files of a Debian package. Its scripts are not run, and dpkg's list does not have it.</summary>
internal static class DebPackage
{
    private const string DataName = "data.tar";

    private static ReadOnlySpan<byte> Signature => "!<arch>\n"u8;

    /// <summary>Whether a file begins as a package does.</summary>
    public static bool Begins(ReadOnlySpan<byte> bytes) => bytes.StartsWith("!<arch>\ndebian-binary"u8);

    /// <summary>The files in data.tar, whatever packs it.</summary>
    public static Tree Read(Source package, ArchiveOptions options)
    {
        for (long at = Signature.Length; package.Length - at >= ArchiveMemberHeader.Size;)
        {
            var header = MemoryMarshal.Read<ArchiveMemberHeader>(package.ReadBytes(at, ArchiveMemberHeader.Size));
            long start = at + ArchiveMemberHeader.Size;
            long length = LengthOf(package, header, at);
            if (Text(header.Name).StartsWith(DataName, StringComparison.Ordinal))
                return Tree.FromTar(package.Slice(start, length), options);
            at = Align.Up(start + length, 2);
        }

        throw Failure.Of(TreeFaults.ArchiveDamaged, $"the package has no {DataName}", package.Path, "was it cut short?");
    }

    // A slash may follow a name.
    private static string Text(ReadOnlySpan<byte> field) => Encoding.ASCII.GetString(field).TrimEnd(' ', '/');

    private static long LengthOf(Source package, ArchiveMemberHeader header, long at)
    {
        bool isNumber = long.TryParse(Text(header.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long length);
        if (header.End != ArchiveMemberHeader.EndMark || !isNumber)
            throw package.Bad(TreeFaults.ArchiveDamaged, $"this is not the header of a member", at, ArchiveMemberHeader.Size);
        return length <= package.Length - at - ArchiveMemberHeader.Size
            ? length
            : throw package.Bad(TreeFaults.ArchiveCut,
                $"a member has {length:N0} bytes, but the package ends after {package.Length - at - ArchiveMemberHeader.Size:N0}",
                FieldPlace.Of(ref header, ref header.Length).At(at));
    }
}
