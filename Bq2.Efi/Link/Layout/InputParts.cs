using Bq2.Efi.Binary;

namespace Bq2.Efi.Link.Layout;

/// <summary>
/// The inputs of a section in parts, for several threads: enough work to be worth a thread's while, little enough that all are
/// busy to the end.
/// </summary>
internal static class InputParts
{
    private const int Length = 2048;

    public static int CountOf(OutputSection output) => (int)Align.Units(output.Inputs.Length, Length);

    public static ReadOnlySpan<int> Of(OutputSection output, int part) =>
        output.Inputs.AsSpan(part * Length, Math.Min(Length, output.Inputs.Length - part * Length));
}
