namespace Bq2.Efi.Link.Inputs;

/// <summary>A name, and the one to take where nobody defines it.</summary>
internal sealed record Alternate(string Name, string Other);
