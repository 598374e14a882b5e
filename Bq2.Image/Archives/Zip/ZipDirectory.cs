using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>The list of files in a zip file.</summary>
internal readonly record struct ZipDirectory(long Start, long Length, long Entries)
{
    private const int MaxComment = ushort.MaxValue;

    /// <summary>Finds the list by the end of the file, before which there may be a comment.</summary>
    public static ZipDirectory Find(Source zip)
    {
        long tail = Math.Max(0, zip.Length - ZipEnd.Size - MaxComment);
        byte[] bytes = zip.ReadBytes(tail, (int)(zip.Length - tail));
        for (int at = bytes.Length - ZipEnd.Size; at >= 0; at--)
        {
            var end = MemoryMarshal.Read<ZipEnd>(bytes.AsSpan(at));
            if (end.Signature == ZipEnd.Mark && at + ZipEnd.Size + end.CommentLength <= bytes.Length)
                return Checked(zip, end, tail + at);
        }

        throw Failure.Of(TreeFaults.ArchiveCut, $"the zip file has no list of files at its end", zip.Path, "was it cut short?");
    }

    private static ZipDirectory Checked(Source zip, ZipEnd end, long at)
    {
        var found = new ZipDirectory(end.DirectoryOffset, end.DirectoryLength, end.Entries);
        if (at >= ZipEnd64Locator.Size
            && MemoryMarshal.Read<ZipEnd64Locator>(zip.ReadBytes(at - ZipEnd64Locator.Size, ZipEnd64Locator.Size)) is var locator
            && locator.Signature == ZipEnd64Locator.Mark && locator.Offset <= (ulong)Math.Max(0, at - ZipEnd64.Size))
        {
            var large = MemoryMarshal.Read<ZipEnd64>(zip.ReadBytes((long)locator.Offset, ZipEnd64.Size));
            if (large.Signature == ZipEnd64.Mark)
                found = new((long)large.DirectoryOffset, (long)large.DirectoryLength, (long)large.Entries);
        }

        if (end.Disk != 0)
            {
            throw Failure.Of(TreeFaults.ArchiveUnsupported,
                $"the zip file is one of several parts", zip.Path, "put the parts together first");
        }

        return found.Start >= 0 && found.Length >= 0 && found.Entries >= 0 && found.Start <= at && found.Length <= at - found.Start
            && found.Entries <= found.Length / ZipEntryHeader.Size
            ? found
            : throw zip.Bad(TreeFaults.ArchiveDamaged,
                $"the list of {found.Entries:N0} files would be at {found.Start:N0} and have {found.Length:N0} bytes, before {at:N0}",
                FieldPlace.Of(ref end, ref end.Entries).At(at));
    }
}
