using Bq2.Efi.Coff;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Link.Resolution;

/// <summary>
/// Symbols that compilers expect in every program and that C# cannot express. The linker supplies one if an object refers to it
/// and none defines it. A symbol that calls into the core library is supplied only if the core library has the method.
/// </summary>
internal static class RuntimeSymbols
{
    /// <summary>A symbol with its bytes and, if these call something, the call's offset and target.</summary>
    internal sealed record Part(string Name, byte[] Bytes)
    {
        public bool IsData { get; init; }

        public (uint Offset, string Target)? Call { get; init; }
    }

    /// <summary>The address of the loaded image; every linker for Windows defines it.</summary>
    public const string ImageBase = "__ImageBase";

    /// <summary>
    /// Tables of control-flow guard, and their lengths, for the parts of a C library that refer to them. They are empty: our images have
    /// no such tables, and no firmware would read them.
    /// </summary>
    public static readonly string[] Zeros =
    [
        "__guard_fids_table", "__guard_fids_count", "__guard_iat_table", "__guard_iat_count", "__guard_longjmp_table",
        "__guard_longjmp_count",
        "__guard_eh_cont_table", "__guard_eh_cont_count", "__guard_flags", "__enclave_config",
    ];

    /// <summary>The core library's method that resolves an interface call: (object, dispatch cell) to code.</summary>
    internal const string DispatchResolver = "RhpCidResolve";

    /// <summary>
    /// The core library's method that ends a program: (exception, return address, stack pointer and frame pointer of the thrower).
    /// </summary>
    internal const string Thrower = "Bq2Throw";

    /// <summary>The first method of a program for Linux: (the stack as the kernel left it).</summary>
    internal const string LinuxMain = "LinuxMain";

    private const SectionTraits Code = SectionTraits.Code | SectionTraits.Execute | SectionTraits.Read;
    private const SectionTraits Data = SectionTraits.InitializedData | SectionTraits.Read | SectionTraits.Write;

    // Functions with buffers on their stack store this word next to the return address, and compare it before they return. The value is
    // Microsoft's default: before a program's first instruction there is no source of random numbers.
    internal static readonly Part Cookie = new("__security_cookie", [0x32, 0xa2, 0xdf, 0x2d, 0x99, 0x2b, 0, 0]) { IsData = true };

    // A garbage collector would set this word to stop the program at its next call; we have none.
    internal static readonly Part Trap = new("RhpTrapThreads", [0, 0, 0, 0]) { IsData = true };

    public static IReadOnlyList<Part> For(Machine machine) =>
        machine == Machine.X64 ? RuntimeCodeForX64.Parts : RuntimeCodeForArm64.Parts;

    public static CoffBuilder MakeObject(Machine machine, IEnumerable<Part> parts)
    {
        var builder = new CoffBuilder(machine);
        foreach (var part in parts)
        {
            short section = builder.Section(part.IsData ? ".data" : ".text", part.IsData ? Data : Code, part.Bytes);
            builder.Symbol(part.Name, section);
            if (part.Call is { } call)
                builder.Relocation(section, call.Offset, CallOf(machine), builder.Symbol(call.Target));
        }

        return builder;
    }

    /// <summary>For a helper of NativeAOT's runtime: the construct that needs it.</summary>
    public static string? Explain(string name)
    {
        if (s_wishes.TryGetValue(name.Replace("Arm64", "", StringComparison.Ordinal), out string? construct))
            return $"{construct} wants it: the core library must export it, or the code must do without";
        if (name.StartsWith("__imp_", StringComparison.Ordinal))
            return "it is declared __declspec(dllimport), and a UEFI program imports nothing: give the object that defines it";
        return name.StartsWith("Rh", StringComparison.Ordinal)
            ? "a helper of NativeAOT's runtime: the core library must export it, or the code must do without what needs it"
            : null;
    }

    private static readonly Dictionary<string, string> s_wishes = new()
    {
        ["RhpNewFast"] = "new of a class",
        ["RhpNewArrayFast"] = "new of an array",
        ["RhpNewPtrArrayFast"] = "new of an array of references",
        ["RhpReversePInvoke"] = "an [UnmanagedCallersOnly] method",
        ["RhpReversePInvokeReturn"] = "an [UnmanagedCallersOnly] method",
        ["RhpPInvoke"] = "a call through a delegate* unmanaged",
        ["RhpPInvokeReturn"] = "a call through a delegate* unmanaged",
        ["RhpThrowEx"] = "throw",
        ["RhpFallbackFailFast"] = "stackalloc or a fixed buffer",
        ["RhpInitialDynamicInterfaceDispatch"] = "a call through an interface",
        ["fmod"] = "the % of two doubles",
        ["fmodf"] = "the % of two floats",
        ["_tls_index"] = "[ThreadStatic]",
    };

    private static ushort CallOf(Machine machine) =>
        machine == Machine.X64 ? (ushort)Amd64Relocation.Rel32 : (ushort)Arm64Relocation.Branch26;
}
