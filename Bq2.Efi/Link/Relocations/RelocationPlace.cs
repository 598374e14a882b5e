namespace Bq2.Efi.Link.Relocations;

/// <summary>The field to be filled: its bytes to the section's end, and its address in the image.</summary>
internal readonly ref struct RelocationPlace(Span<byte> bytes, long address)
{
    public readonly Span<byte> Bytes = bytes;
    public readonly long Address = address;
}

/// <summary>What the field is to refer to: an address in the image, and the section of the image it lies in, if it lies in one.</summary>
internal readonly record struct RelocationTarget(long Address, long? SectionAddress, int SectionNumber)
{
    public bool IsInSection => SectionAddress is not null;

    public long FromSection => Address - SectionAddress.GetValueOrDefault();
}

/// <summary>How a relocation went; where it was refused, the end of a sentence that begins with its target.</summary>
internal readonly record struct Verdict(string? Refusal)
{
    public static readonly Verdict Truncated = new("does not lie inside its section");

    public static Verdict Done => default;

    public static Verdict Refused(string reason) => new(reason);

    public static Verdict TooFar(long distance, int bits) =>
        Refused($"spans {distance:+#;-#;0} bytes, its field holds {-(1L << bits - 1)} to {(1L << bits - 1) - 1}");
}
