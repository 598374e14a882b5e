using System.Text.Json.Serialization;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;

namespace Bq2.Cli;

/// <summary>A program as dump shows it: headers field by field, as stored in the file; tables decoded.</summary>
internal sealed class EfiProgramDump
{
    private readonly PeImage _image;

    // Private, so that only Of makes one: the JSON serializer inspects every constructor that it could call.
    private EfiProgramDump(PeImage image) => _image = image;

    public string File => _image.Path;

    public string Machine => _image.FileHeader.Machine.Name();

    public string Subsystem => Name(_image.OptionalHeader.Subsystem);

    public long FileSize => _image.Bytes.Length;

    public uint ImageSize => _image.OptionalHeader.SizeOfImage;

    public uint EntryPoint => _image.OptionalHeader.AddressOfEntryPoint;

    public ulong ImageBase => _image.OptionalHeader.ImageBase;

    public string Traits => $"{_image.OptionalHeader.DllCharacteristics}";

    public int BaseRelocations => CountMoved(_image);

    public DosHeader DosHeader => _image.DosHeader;

    public CoffHeader FileHeader => _image.FileHeader;

    public OptionalHeader64 OptionalHeader => _image.OptionalHeader;

    public IEnumerable<SectionDump> Sections => Enumerable.Range(0, _image.FileHeader.SectionCount).Select(i => SectionDump.Of(_image, i));

    public IEnumerable<DirectoryDump> Directories =>
        _image.Directories.ToArray().Select((each, i) => new DirectoryDump($"{(DirectoryIndex)i}", each.Address, each.Length));

    public IEnumerable<PieceDump> Pieces => _image.Pieces().Select(piece => PieceDump.Of(_image, piece));

    public IEnumerable<BlockDump> RelocationBlocks => _image.BaseRelocationBlocks().Select(BlockDump.Of);

    public IEnumerable<PeExport> Exports => _image.Exports();

    public IEnumerable<DebugDump> Debug => _image.DebugEntries().Select(DebugDump.Of);

    public IEnumerable<CertificateDump> Certificates =>
        _image.Certificates().Select(each => new CertificateDump(each.FileOffset, each.Length, each.Revision, $"{each.Kind}"));

    /// <summary>The disassembly; null if it was not asked for.</summary>
    public IEnumerable<CodeDump>? Code { get; private init; }

    public static EfiProgramDump Of(PeImage image, IEnumerable<CodeDump>? code) => new(image) { Code = code };

    private static string Name(Subsystem subsystem) => subsystem switch
    {
        Efi.Pe.Subsystem.EfiApplication => "UEFI application",
        Efi.Pe.Subsystem.EfiBootServiceDriver => "UEFI boot service driver",
        Efi.Pe.Subsystem.EfiRuntimeDriver => "UEFI runtime driver",
        _ => $"subsystem {(ushort)subsystem}",
    };

    private static int CountMoved(PeImage image)
    {
        int count = 0;
        foreach (var block in image.BaseRelocationBlocks())
        {
            for (int i = 0; i < block.Count; i++)
                count += block[i].Kind == BaseRelocationKind.Absolute ? 0 : 1;
        }

        return count;
    }
}

/// <summary>A section as dump shows it.</summary>
internal sealed record SectionDump(
    string Name, uint Address, uint Length, uint FileOffset, uint FileLength, string Memory, string Traits, SectionHeader Header)
{
    public static SectionDump Of(PeImage image, int index)
    {
        var header = image.Sections[index];
        string memory = string.Concat(
            header.Characteristics.HasFlag(SectionTraits.Read) ? "r" : "-",
            header.Characteristics.HasFlag(SectionTraits.Write) ? "w" : "-",
            header.Characteristics.HasFlag(SectionTraits.Execute) ? "x" : "-");
        var rest = header.Characteristics & ~(SectionTraits.Read | SectionTraits.Write | SectionTraits.Execute | SectionTraits.AlignMask);
        return new(image.SectionName(index), header.VirtualAddress, header.VirtualSize, header.PointerToRawData, header.SizeOfRawData,
            memory, $"{rest}", header);
    }
}

/// <summary>A row of the data directories.</summary>
internal sealed record DirectoryDump(string Name, uint Address, uint Length);

/// <summary>A range of the file.</summary>
internal sealed record PieceDump(string Kind, string? Section, int Offset, int Length)
{
    public static PieceDump Of(PeImage image, PePiece piece) =>
        new($"{piece.Kind}", piece.Section < 0 ? null : image.SectionName(piece.Section), piece.Offset, piece.Length);
}

/// <summary>The base relocations of one page.</summary>
internal sealed record BlockDump(uint Page, int Length, IEnumerable<FieldDump> Fields)
{
    public static BlockDump Of(BaseRelocationBlock block) =>
        new(block.Page, block.Length, Enumerable.Range(0, block.Count).Select(i => new FieldDump(block[i].Address, $"{block[i].Kind}")));
}

/// <summary>One base relocation.</summary>
internal sealed record FieldDump(uint Address, string Kind);

/// <summary>A row of the debug directory, with its data if the type is known.</summary>
internal sealed record DebugDump(string Kind, uint Length, uint Address, uint FileOffset, uint TimeDateStamp)
{
    public CodeView? CodeView { get; init; }

    public string? Repro { get; init; }

    public uint? ExtendedTraits { get; init; }

    public static DebugDump Of(PeDebugEntry entry) =>
        new($"{entry.Kind}", entry.Length, entry.Address, entry.FileOffset, entry.TimeDateStamp)
    {
        CodeView = entry.CodeView,
        Repro = entry.Repro is { } hash ? Convert.ToHexStringLower(hash) : null,
        ExtendedTraits = entry.ExtendedTraits,
    };
}

/// <summary>A certificate; its content is not decoded.</summary>
internal sealed record CertificateDump(uint FileOffset, uint Length, ushort Revision, string Kind);

/// <summary>The code of one section.</summary>
internal sealed record CodeDump(string Section, IEnumerable<InstructionDump> Instructions)
{
    public static IEnumerable<CodeDump> Of(PeImage image, IEnumerable<MapSymbol> symbols)
    {
        var code = new Disassembly(image, symbols.Select(symbol => new CodeSymbol(symbol.Address, symbol.Name, symbol.Length)));
        return code.Sections.Select(section => new CodeDump(image.SectionName(section), code.Lines(section).Select(InstructionDump.Of)));
    }
}

/// <summary>One instruction.</summary>
internal sealed record InstructionDump(uint Address, string Bytes, string Text, IReadOnlyList<string>? Names)
{
    public static InstructionDump Of(CodeLine line) =>
        new(line.Address, Convert.ToHexStringLower(line.Bytes.Span), line.Text, line.Names.Count == 0 ? null : line.Names);
}

// Metadata mode, not the fast path: only this mode streams long lists piece by piece.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, WriteIndented = true, IncludeFields = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(EfiProgramDump))]
internal sealed partial class EfiDumpJson : JsonSerializerContext;
