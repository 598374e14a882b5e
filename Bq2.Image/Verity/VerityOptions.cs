namespace Bq2.Image;

/// <summary>Options for a hash tree of dm-verity.</summary>
public sealed record VerityOptions
{
    /// <summary>Up to 256 bytes that are hashed with every block; null for 32 bytes derived from the first block of the data.</summary>
    public ReadOnlyMemory<byte>? Salt { get; init; }

    /// <summary>The UUID of the tree; null to derive it likewise.</summary>
    public Guid? Uuid { get; init; }

    /// <summary>How many threads hash; null: chosen for the machine. The hashes are the same either way.</summary>
    public int? Threads { get; init; }
}
