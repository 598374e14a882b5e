using System.Text;
using Bq2.Efi.Binary;
using Bq2.Efi.Files;

namespace Bq2.Efi.Coff;

/// <summary>
/// A library: objects that are linked only if one of their symbols is needed. The first table maps symbols to members; a member is
/// read when it is pulled in.
/// </summary>
public sealed partial class CoffArchive
{
    private static ReadOnlySpan<byte> Magic => "!<arch>\n"u8;

    private static ReadOnlySpan<byte> ThinMagic => "!<thin>\n"u8;

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

    private FaultException Fails(FaultCode code, string message, FieldPlace field) =>
        Fails(code, message, (int)field.Offset, field.Length);

    private FaultException Fails(FaultCode code, string message, int offset, int count) =>
        new(new Fault(code, message) { Path = Path }.Showing(_bytes.Span, offset, count));
}
