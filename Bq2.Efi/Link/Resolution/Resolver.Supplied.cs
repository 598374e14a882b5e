using System.Numerics;
using Bq2.Efi.Coff;
using Bq2.Efi.Link.Inputs;
using Bq2.Efi.Link.Names;
using Bq2.Efi.Link.Relocations;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Link.Resolution;

/// <summary>What the linker itself defines, where no object does.</summary>
internal sealed partial class Resolver
{
    private void SupplyRuntimeSymbols()
    {
        if (IsMissing(RuntimeSymbols.ImageBase))
            _symbols[_symbols.Find(RuntimeSymbols.ImageBase)].Place = new(SymbolPlace.Image, 0);
        foreach (string name in RuntimeSymbols.Zeros.Where(IsMissing))
            _symbols[_symbols.Find(name)].Place = new(SymbolPlace.Absolute, 0);

        var missing = RuntimeSymbols.For(_inputs.Machine)
            .Where(part => IsMissing(part.Name) && (part.Call is not { } call || IsDefined(call.Target))).ToList();
        if (missing.Count > 0)
            AddObject("(supplied by the linker)", RuntimeSymbols.MakeObject(_inputs.Machine, missing));

        bool IsMissing(string name) => _symbols.Find(name) is >= 0 and var index && !_symbols[index].IsDefined;

        bool IsDefined(string name) => _symbols.Find(name) is >= 0 and var index && _symbols[index].IsDefined;
    }

    /// <summary>What nobody defines becomes what it falls back on, which may do so itself.</summary>
    private void FallBack()
    {
        if (!_hasWeak)
            return;

        foreach (int index in _symbols.Indices)
        {
            int target = index, steps = 0;
            while (!_symbols[target].IsDefined && _symbols[target].Fallback != 0 && steps++ < MaxFallbacks)
                target = _symbols[target].Fallback - 1;
            if (target != index && _symbols[target].IsDefined)
                _symbols[index].Place = _symbols[target].Place;
        }
    }

    /// <summary>
    /// Room for the common symbols that nobody defined, aligned as link.exe does: to their size, at most 32, unless an object asks
    /// for more.
    /// </summary>
    private void MakeCommons()
    {
        const uint MaxAlignment = 32;
        if (!_hasCommons)
            return;

        var builder = new CoffBuilder(_inputs.Machine);
        var commons = _symbols.Indices.Select(index => _symbols[index]).Where(known => !known.IsDefined && known.CommonLength != 0);
        foreach (var common in commons.OrderBy(known => known.Object).ThenBy(known => known.Row))
        {
            string name = _symbols.Text(common);
            uint alignment = Math.Clamp(BitOperations.RoundUpToPowerOf2(common.CommonLength), 1, MaxAlignment);
            uint asked = _inputs.Requests.CommonAlignments?.GetValueOrDefault(name) ?? 0;
            builder.Symbol(name, builder.Reserve(".bss", common.CommonLength, Math.Max(alignment, asked)));
        }

        AddObject("(common symbols)", builder);
    }

    /// <summary>
    /// Code that was compiled to import a function reads the function's address from a pointer. Where the function is in the
    /// image the pointer is made here, as link.exe and lld do.
    /// </summary>
    private void MakeImports()
    {
        const string Prefix = "__imp_";
        const SectionTraits Constants = SectionTraits.InitializedData | SectionTraits.Read;
        var undefined = _symbols.UndefinedWith("__imp_"u8);
        if (undefined.Count == 0)
            return;

        var builder = new CoffBuilder(_inputs.Machine);
        foreach (var import in undefined.OrderBy(known => known.Object).ThenBy(known => known.Row))
        {
            string pointer = _symbols.Text(import), name = pointer[Prefix.Length..];
            if (_symbols.Find(name) is not (>= 0 and var index) || !_symbols[index].IsDefined)
                continue;
            short section = builder.Section(".rdata", Constants | (SectionTraits)(4 << 20), new byte[sizeof(ulong)]);   // 4: on 8 bytes
            builder.Symbol(pointer, section);
            builder.Relocation(section, 0, FieldRelocations.AddressType(_inputs.Machine), builder.Symbol(name));
            _faults.Warn(new(EfiFaults.LocalImport, $"{CppName.Show(name)} is declared as imported here, and is part of the image")
            {
                Path = _inputs.Objects[import.Object].Path,
            });
        }

        AddObject("(imports)", builder);
    }
}
