namespace Bq2.Efi.Pe;

/// <summary>Something an image offers to others.</summary>
/// <param name="Ordinal">Its number.</param>
/// <param name="Name">Its name; null where it has only a number.</param>
/// <param name="Address">Where it lies.</param>
/// <param name="Forwarder">The image and name it stands for, where it is not of this image.</param>
public sealed record PeExport(uint Ordinal, string? Name, uint Address, string? Forwarder);
