using Bq2.Efi.Pe;

namespace Bq2.Efi.Link;

/// <summary>An image, or everything that stands in its way.</summary>
public sealed record LinkResult
{
    /// <summary>The finished PE32+ file; null where there are faults.</summary>
    public byte[]? Image { get; internal init; }

    /// <summary>The machine that the objects are for; null where there are none, or for more than one.</summary>
    public Machine? Machine { get; internal init; }

    /// <summary>What lies where in the image, if it was asked for.</summary>
    public LinkMap? Map { get; internal init; }

    /// <summary>All that is wrong, in the order of the inputs; of very many the first hundred. Empty where there is an image.</summary>
    public IReadOnlyList<Fault> Faults { get; internal init; } = [];

    /// <summary>What was asked for and left out; an image is made all the same.</summary>
    public IReadOnlyList<Fault> Warnings { get; internal init; } = [];
}
