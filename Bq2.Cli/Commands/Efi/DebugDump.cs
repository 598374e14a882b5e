using Bq2.Efi.Pe;

namespace Bq2.Cli;

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
