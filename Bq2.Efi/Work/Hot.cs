using System.Runtime.CompilerServices;

namespace Bq2.Efi.Work;

/// <summary>
/// Marks methods that run once per symbol, section or relocation. The runtime compiles a method quickly at first, and well only after it
/// has run for a while; a link is over by then.
/// </summary>
internal static class Hot
{
    /// <summary>Compile it well at its first call.</summary>
    public const MethodImplOptions Path = MethodImplOptions.AggressiveOptimization;

    /// <summary>Inline it into its callers, so that it is compiled with them.</summary>
    public const MethodImplOptions Part = MethodImplOptions.AggressiveInlining;
}
