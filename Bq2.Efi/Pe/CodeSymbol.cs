namespace Bq2.Efi.Pe;

/// <summary>A name for an address of an image.</summary>
/// <param name="Address">Counted from the image's base.</param>
/// <param name="Name">What lies there.</param>
/// <param name="Length">How far it reaches; 0 where that is not known: then it is only this address's.</param>
public readonly record struct CodeSymbol(uint Address, string Name, uint Length = 0);
