using System.Text.Json.Serialization;
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

/// <summary>A row of the data directories.</summary>
internal sealed record DirectoryDump(string Name, uint Address, uint Length);

/// <summary>A range of the file.</summary>
internal sealed record PieceDump(string Kind, string? Section, int Offset, int Length)
{
    public static PieceDump Of(PeImage image, PePiece piece) =>
        new($"{piece.Kind}", piece.Section < 0 ? null : image.SectionName(piece.Section), piece.Offset, piece.Length);
}

/// <summary>A certificate; its content is not decoded.</summary>
internal sealed record CertificateDump(uint FileOffset, uint Length, ushort Revision, string Kind);

// Metadata mode, not the fast path: only this mode streams long lists piece by piece.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, WriteIndented = true, IncludeFields = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(EfiProgramDump))]
internal sealed partial class EfiDumpJson : JsonSerializerContext;
