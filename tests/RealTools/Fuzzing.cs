using System.Globalization;

namespace Bq2.Tests.RealTools;

/// <summary>
/// Seeds of the tests that spoil their input at random. In the suite they are always the same; eng/fuzz.sh
/// sets another seed for every run, and a failure is repeated by setting it again.
/// </summary>
internal static class Fuzzing
{
    /// <summary>The trait by which eng/fuzz.sh finds the tests.</summary>
    public const string Category = "Category", Fuzz = "fuzz";

    private static readonly int? s_seed =
        int.TryParse(Environment.GetEnvironmentVariable("BQ2_FUZZ_SEED"),
            NumberStyles.None, CultureInfo.InvariantCulture, out int seed) ? seed : null;

    public static Random Random(int usual) => new(s_seed is { } other ? HashCode(usual, other) : usual);

    /// <summary>The bytes cut short, or with a few of them changed to what formats trip over.</summary>
    public static byte[] Spoil(byte[] good, Random random)
    {
        byte[] bytes = random.Next(8) == 0 ? good[..random.Next(good.Length)] : [.. good];
        for (int i = random.Next(1, 4); i > 0 && bytes.Length > 0; i--)
            bytes[random.Next(bytes.Length)] = random.Next(3) switch { 0 => 0xff, 1 => 0, _ => (byte)random.Next(256) };
        return bytes;
    }

    // .NET's own differs from one process to the next.
    private static int HashCode(int a, int b) => unchecked((a * 397 ^ b) & int.MaxValue);
}
