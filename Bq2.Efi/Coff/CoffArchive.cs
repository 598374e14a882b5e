using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Bq2.Efi.Binary;
using Bq2.Efi.Files;

namespace Bq2.Efi.Coff;

/// <summary>
/// A library: objects that are linked only if one of their symbols is needed. The first table maps symbols to members; a member is
/// read when it is pulled in.
/// </summary>
public sealed class CoffArchive
{
    private static ReadOnlySpan<byte> Magic => "!<arch>\n"u8;

    private static ReadOnlySpan<byte> ThinMagic => "!<thin>\n"u8;

    private const string BsdIndex = "__.SYMDEF";

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly bool _isThin;
    private readonly Dictionary<string, int> _members = [];
    private (int Start, int Length) _longNames;

    private CoffArchive(string path, ReadOnlyMemory<byte> bytes)
    {
        (Path, _bytes) = (path, bytes);
        _isThin = bytes.Span.StartsWith(ThinMagic);
        ReadTables();
    }

    /// <summary>The caller's name for the file.</summary>
    public string Path { get; }

    /// <summary>The symbols in its table.</summary>
    internal IEnumerable<string> Symbols => _members.Keys;

    /// <summary>The number of symbols in its table.</summary>
    public int SymbolCount => _members.Count;

    /// <summary>Whether the bytes begin as an archive does.</summary>
    public static bool IsArchive(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Magic) || bytes.StartsWith(ThinMagic);

    /// <summary>Reads the archive at a path.</summary>
    public static CoffArchive Read(string path) => Read(path, NamedFile.ReadAll(path));

    /// <exception cref="FaultException">The bytes are not an archive, or its tables are damaged.</exception>
    public static CoffArchive Read(string path, ReadOnlyMemory<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!IsArchive(bytes.Span))
        {
            throw new FaultException(
                new Fault(EfiFaults.NotAnArchive, "the file does not begin with !<arch> or !<thin>: it is not an archive") { Path =
                    path }.Showing(bytes.Span, 0, 8));
        }

        return new(path, bytes);
    }

    /// <summary>The offset of the member that defines a symbol; -1 if there is none.</summary>
    internal int Find(ReadOnlySpan<byte> symbol) =>
        _members.TryGetValue(Encoding.UTF8.GetString(symbol), out int offset) ? offset : -1;

    /// <summary>The object at an offset returned by <see cref="Find"/>.</summary>
    internal CoffObject ReadMember(int offset)
    {
        var (name, start, length) = MemberAt(offset);
        string shown = $"{Path}({name})";
        if (!_isThin)
            return CoffObject.Read(shown, _bytes.Slice(start, length));

        // The members of a thin archive are separate files.
        string folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;
        return CoffObject.Read(shown, NamedFile.ReadAll(System.IO.Path.Combine(folder, name)));
    }

    // The tables come first: "/" once or twice, "//" where names are long, and on AArch64 others that begin with '/'; in
    // archives of BSD and macOS "__.SYMDEF", sorted or not. An archive without members needs no table.
    private void ReadTables()
    {
        bool hasIndex = false, hasMembers = false;
        for (int at = Magic.Length; at < _bytes.Length;)
        {
            var header = HeaderAt(at, out int length);
            var name = Trimmed(header.Name);
            int start = at + ArchiveMemberHeader.Size;
            if (BsdNameLength(name) is > 0)
            {
                var (bsdName, bsdStart, bsdLength) = MemberAt(at);
                hasMembers = !bsdName.StartsWith(BsdIndex, StringComparison.Ordinal);
                if (hasMembers)
                    break;
                hasIndex = ReadBsdIndex(bsdStart, bsdLength);
                at = Align.Up(bsdStart + bsdLength, 2);
                continue;
            }

            hasMembers = name is not [(byte)'/', ..] || name.Length > 1 && char.IsAsciiDigit((char)name[1]);
            if (hasMembers)
                break;
            if (start + (long)length > _bytes.Length)
            {
                throw Fails(EfiFaults.ArchiveMember, $"a table of {length} bytes would end after the archive",
                    FieldPlace.Of(in header, in header.Length).At(at));
            }

            if (name.SequenceEqual("//"u8))
                _longNames = (start, length);
            else if (name.Length == 1 && !hasIndex)
                hasIndex = ReadIndex(start, length);
            at = Align.Up(start + length, 2);
        }

        if (!hasIndex && hasMembers)
        {
            throw new FaultException(new(EfiFaults.ArchiveWithoutSymbols, "the archive has no symbol table")
            {
                Path = Path,
                Hint = "make one with llvm-ranlib",
            });
        }
    }

    // A count, an offset for each symbol, then the names, each with a NUL; numbers are big-endian.
    private bool ReadIndex(int start, int length)
    {
        var table = _bytes.Span.Slice(start, length);
        uint count = length < 4 ? uint.MaxValue : BinaryPrimitives.ReadUInt32BigEndian(table);
        if (count > (length - 4) / 4)
            throw Fails(EfiFaults.ArchiveSymbolTable, $"the symbol table of {length} bytes claims {count} rows", start, 4);

        var names = table[(int)(4 + count * 4)..];
        for (int i = 0; i < count; i++)
        {
            int end = names.IndexOf((byte)0);
            uint offset = BinaryPrimitives.ReadUInt32BigEndian(table[(4 + i * 4)..]);
            if (end < 0 || offset > int.MaxValue)
            {
                throw Fails(
                    EfiFaults.ArchiveSymbolTable, $"row {i} of the symbol table has no name, or points after the end of the archive",
                    start + 4 + i * 4, 4);
            }

            // If two members define a name, the first is linked.
            _members.TryAdd(Encoding.UTF8.GetString(names[..end]), (int)offset);
            names = names[(end + 1)..];
        }

        return true;
    }

    // The length of the rows, the rows (offset of the name, offset of the member), the length of the names, and the names.
    private bool ReadBsdIndex(int start, int length)
    {
        const int RowLength = 2 * sizeof(uint);
        var table = _bytes.Span.Slice(start, length);
        uint rows = length < 2 * sizeof(uint) ? uint.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(table);
        if (rows > length - 2 * sizeof(uint) || rows % RowLength != 0)
            throw Fails(EfiFaults.ArchiveSymbolTable, $"the symbol table of {length} bytes claims {rows} bytes of rows", start, 4);

        var names = table[((int)rows + 2 * sizeof(uint))..];
        for (int at = sizeof(uint); at < rows; at += RowLength)
        {
            uint name = BinaryPrimitives.ReadUInt32LittleEndian(table[at..]);
            uint offset = BinaryPrimitives.ReadUInt32LittleEndian(table[(at + sizeof(uint))..]);
            int end = name < names.Length ? names[(int)name..].IndexOf((byte)0) : -1;
            if (end < 0 || offset > int.MaxValue)
            {
                throw Fails(
                    EfiFaults.ArchiveSymbolTable,
                    $"row {at / RowLength} of the symbol table has no name, or points after the end of the archive", start + at, RowLength);
            }

            _members.TryAdd(Encoding.UTF8.GetString(names.Slice((int)name, end)), (int)offset);
        }

        return true;
    }

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

    private FaultException Fails(FaultCode code, string message, FieldPlace field) =>
        Fails(code, message, (int)field.Offset, field.Length);

    private FaultException Fails(FaultCode code, string message, int offset, int count) =>
        new(new Fault(code, message) { Path = Path }.Showing(_bytes.Span, offset, count));
}
