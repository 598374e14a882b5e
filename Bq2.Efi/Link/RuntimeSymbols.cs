using Bq2.Efi.Coff;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Link;

/// <summary>
/// What compilers expect every program to have and C# cannot express. The linker supplies it where an object asks
/// for it and none defines it.
/// </summary>
internal static class RuntimeSymbols
{
    internal sealed record Part(string Name, string Section, SectionTraits Traits, byte[] Bytes);

    private const SectionTraits Code = SectionTraits.Code | SectionTraits.Execute | SectionTraits.Read;
    private const SectionTraits Data = SectionTraits.InitializedData | SectionTraits.Read | SectionTraits.Write;

    // Functions with buffers on their stack copy this word beside the return address and compare it before they
    // return. The value is Microsoft's default; firmware gives a program nothing random before its first instruction.
    private static readonly Part s_cookie = new("__security_cookie", ".data", Data, [0x32, 0xa2, 0xdf, 0x2d, 0x99, 0x2b, 0, 0]);

    // The prologue of a large frame: lea r11, [rsp-N]; call RhpStackProbe; mov rsp, r11. Firmware maps its whole
    // stack, so there is no guard page to touch: ret.
    private static readonly Part s_stackProbe = new("RhpStackProbe", ".text", Code, [0xc3]);

    public static IReadOnlyList<Part> For(Machine machine) => machine == Machine.X64 ? [s_cookie, s_stackProbe] : [s_cookie];

    public static CoffBuilder MakeObject(Machine machine, IEnumerable<Part> parts)
    {
        var builder = new CoffBuilder(machine);
        foreach (var part in parts)
            builder.Symbol(part.Name, builder.Section(part.Section, part.Traits, part.Bytes));
        return builder;
    }

    /// <summary>For a helper of NativeAOT's runtime: what brings the wish for it.</summary>
    public static string? Explain(string name) =>
        name.StartsWith("Rh", StringComparison.Ordinal)
            ? "a helper of NativeAOT's runtime: the core library must export it, or the code must do without what needs it"
            : null;
}
