using System.Buffers.Binary;

namespace Bq2.Efi.Binary;

/// <summary>
/// 128 bits that tell one build from another: fast, and the same on every machine, but not secure against
/// deliberate collisions.
/// </summary>
internal static class BuildId
{
    // Bits without a pattern: those of the fractions of the square roots of 2, 3, 5 and 7.
    private const ulong K0 = 0x6a09e667f3bcc908, K1 = 0xbb67ae8584caa73b, K2 = 0x3c6ef372fe94f82b, K3 = 0xa54ff53a5f1d36f1;

    private const int Step = 32;

    public static Guid Of(ReadOnlySpan<byte> bytes)
    {
        ulong a = K0, b = K1, length = (ulong)bytes.Length;
        for (; bytes.Length >= Step; bytes = bytes[Step..])
            Add(bytes, ref a, ref b);
        Span<byte> last = stackalloc byte[Step];
        last.Clear();
        bytes.CopyTo(last);
        Add(last, ref a, ref b);

        ulong low = Mix(a ^ K2, b ^ length), high = Mix(b ^ K3, a + length);
        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(id, Mix(low ^ K0, high ^ K1));
        BinaryPrimitives.WriteUInt64LittleEndian(id[8..], Mix(high ^ K2, low ^ K3));
        return new(id);
    }

    private static void Add(ReadOnlySpan<byte> bytes, ref ulong a, ref ulong b)
    {
        a = Mix(Word(bytes, 0) ^ K2, Word(bytes, 8) ^ a) + a;
        b = Mix(Word(bytes, 16) ^ K3, Word(bytes, 24) ^ b) + b;
    }

    // Each bit of the product's halves depends on most bits of the factors.
    private static ulong Mix(ulong x, ulong y)
    {
        ulong high = Math.BigMul(x, y, out ulong low);
        return high ^ low;
    }

    private static ulong Word(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..]);
}
