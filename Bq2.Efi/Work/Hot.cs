using System.Runtime.CompilerServices;

namespace Bq2.Efi.Work;

/// <summary>
/// Marks what is done once per symbol, section or relocation. The runtime compiles a method roughly first and well once it
/// has seen it at work for a while; a link is over by then.
/// </summary>
internal static class Hot
{
    /// <summary>To be compiled well at its first call.</summary>
    public const MethodImplOptions Path = MethodImplOptions.AggressiveOptimization;

    /// <summary>To become part of the methods that call it, so that it is compiled with them.</summary>
    public const MethodImplOptions Part = MethodImplOptions.AggressiveInlining;
}
