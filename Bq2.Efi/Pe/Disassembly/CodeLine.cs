namespace Bq2.Efi.Pe;

/// <summary>An instruction as people read it, or a byte among the code that is none.</summary>
/// <param name="Address">Counted from the image's base.</param>
/// <param name="Bytes">What stands there.</param>
/// <param name="Text">In Intel's notation; targets and operands named where there are names.</param>
/// <param name="Names">What begins here; mostly nothing does.</param>
public readonly record struct CodeLine(uint Address, ReadOnlyMemory<byte> Bytes, string Text, IReadOnlyList<string> Names);
