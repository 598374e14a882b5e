using System.Globalization;
using System.Text;
using Bq2.Efi.Binary;

namespace Bq2.Efi.Coff;

public sealed partial class CoffArchive
{
    private (string Name, int Start, int Length) MemberAt(int offset)
    {
        var header = HeaderAt(offset, out int length);
        int start = offset + ArchiveMemberHeader.Size;
        if (!_isThin && start + (long)length > _bytes.Length)
        {
            throw Fails(EfiFaults.ArchiveMember, $"a member of {length} bytes would end after the archive",
                FieldPlace.Of(in header, in header.Length).At(offset));
        }

        var name = Trimmed(header.Name);
        if (BsdNameLength(name) is > 0 and int nameLength)
        {
            if (_isThin || nameLength > length)
                throw Fails(EfiFaults.ArchiveName, $"a member of {length} bytes begins with a name of {nameLength}", offset, 16);
            var text = _bytes.Span.Slice(start, nameLength).TrimEnd((byte)0);
            return (Encoding.UTF8.GetString(text), start + nameLength, length - nameLength);
        }

        if (name is [(byte)'/', .. var digits] && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int at))
            name = LongName(at, offset);
        return (Encoding.UTF8.GetString(name).TrimEnd('/'), start, length);
    }

    // "#1/20": the first 20 bytes of the member are its name.
    private static int? BsdNameLength(ReadOnlySpan<byte> name) =>
        name.StartsWith("#1/"u8) && int.TryParse(name[3..], NumberStyles.None, CultureInfo.InvariantCulture, out int length)
            ? length
            : null;

    private ReadOnlySpan<byte> LongName(int at, int offset)
    {
        var names = _bytes.Span.Slice(_longNames.Start, _longNames.Length);
        if (at >= names.Length)
            throw Fails(EfiFaults.ArchiveName, $"a name is at {at} in a table of {names.Length} bytes", offset, 16);

        int end = names[at..].IndexOfAny((byte)0, (byte)'\n');
        return end < 0 ? names[at..] : names.Slice(at, end);
    }

    private ArchiveMemberHeader HeaderAt(int offset, out int length)
    {
        if (offset < 0 || offset > _bytes.Length - ArchiveMemberHeader.Size)
        {
            throw Fails(
                EfiFaults.ArchiveMember,
                $"a member's header at 0x{offset:x} would end after the archive of 0x{_bytes.Length:x} bytes", 0, 8);
        }

        var header = _bytes.Span.ReadAt<ArchiveMemberHeader>(offset);
        if (header.End != ArchiveMemberHeader.EndMark
            || !int.TryParse(
                Encoding.ASCII.GetString(header.Length).TrimEnd(' '), NumberStyles.None, CultureInfo.InvariantCulture,
                out length))
            throw Fails(EfiFaults.ArchiveMember, $"there is no valid member header at 0x{offset:x}", offset, 16);
        return header;
    }

    private static ReadOnlySpan<byte> Trimmed(ArchiveMemberHeader.Text16 name) => ((ReadOnlySpan<byte>)name).TrimEnd((byte)' ').ToArray();
}
