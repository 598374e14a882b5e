namespace Bq2.Efi.Pe;

/// <summary>The x86-64 code of an image, line by line and lazily: what is not read is not decoded.</summary>
public sealed class Disassembly
{
    private readonly PeImage _image;
    private readonly SymbolFinder _symbols;
    private readonly uint[] _functions;
    private readonly List<uint> _moved;

    /// <summary>
    /// Prepares to decode; names come from the caller, then from the image's symbol table, its exports and its entry point.
    /// </summary>
    /// <exception cref="FaultException">The image is for another machine.</exception>
    public Disassembly(PeImage image, IEnumerable<CodeSymbol>? symbols = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.FileHeader.Machine != Machine.X64)
        {
            string message = $"the image is for {image.FileHeader.Machine.Name()}, only x86_64 is disassembled";
            throw new FaultException(new(EfiFaults.NoDecoder, message)
            {
                Path = image.Path,
                Hint = $"llvm-objdump -d {image.Path}",
            });
        }

        var relocations = image.Directory(DirectoryIndex.BaseRelocation);
        _image = image;
        _symbols = new(Names(image, symbols ?? []));
        _moved = BaseRelocations.Decode(image.At(relocations.Address, relocations.Length), []);
        _moved.Sort();
        _functions = CodeCheck.FunctionStarts(image);
        Sections = FindSections(image);
    }

    /// <summary>The executable sections, each byte of the file in one of them at most: those that repeat others are left out.</summary>
    public IReadOnlyList<int> Sections { get; }

    /// <summary>The code of a section.</summary>
    public IEnumerable<CodeLine> Lines(int section)
    {
        _image.CheckSection(section);
        var header = _image.Sections[section];
        var code = _image.DataMemory(section);
        uint length = header.VirtualSize == 0 ? (uint)code.Length : Math.Min((uint)code.Length, header.VirtualSize);
        var resolver = new OperandNames(_symbols, _moved, _image.OptionalHeader.ImageBase);
        return Instructions.Of(code[..(int)length], header.VirtualAddress, Starts(header.VirtualAddress, length), resolver);
    }

    // Where something has a name, or a function begins, an instruction begins, whatever stands before it.
    private uint[] Starts(uint address, uint length) =>
    [
        .. _symbols.Addresses.Concat(_functions).Where(start => start >= address && start - address < length)
            .Append(address).Distinct().Order(),
    ];

    private static List<int> FindSections(PeImage image)
    {
        var headers = image.Sections.ToArray();
        long end = 0;
        var found = new List<int>();
        foreach (int i in Enumerable.Range(0, headers.Length).OrderBy(i => headers[i].PointerToRawData))
        {
            if (!headers[i].Characteristics.HasFlag(SectionTraits.Execute) || headers[i].PointerToRawData < end)
                continue;
            found.Add(i);
            end = headers[i].PointerToRawData + (long)headers[i].SizeOfRawData;
        }

        return found;
    }

    private static List<CodeSymbol> Names(PeImage image, IEnumerable<CodeSymbol> symbols)
    {
        var names = new List<CodeSymbol>(symbols.Concat(image.Symbols()));
        foreach (var export in image.Exports().Where(export => export.Forwarder is null))
            names.Add(new(export.Address, export.Name ?? $"ordinal_{export.Ordinal}"));

        // Only for want of a better one.
        uint entry = image.OptionalHeader.AddressOfEntryPoint;
        if (!names.Exists(symbol => symbol.Address == entry))
            names.Add(new(entry, "entry_point"));
        return names;
    }
}
