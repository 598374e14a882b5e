// Spans, stackalloc, shifts, overflow, checksums.
using System.Text;

Span<byte> buffer = stackalloc byte[16];
for (int i = 0; i < buffer.Length; i++)
    buffer[i] = (byte)(i * 37);
Console.WriteLine(Hex(buffer) + " " + Hex(buffer[4..8]) + " " + buffer[^1]);
buffer[2..6].Fill(0xaa);
buffer[12..].Clear();
buffer[..4].CopyTo(buffer[8..]);
Console.WriteLine(Hex(buffer) + $" {buffer.IndexOf((byte)0xaa)} {buffer[..3].SequenceEqual(buffer.Slice(8, 3))}");

Console.WriteLine($"{Crc32("123456789"u8):x8} {Adler("Wikipedia"u8):x8} {Fnv("hello"):x16}");
uint word = 0x1234_5678;
Console.WriteLine($"{word >> 4:x} {word << 8:x} {~word:x} {word & 0xff00:x} {word ^ uint.MaxValue:x} " +
    $"{unchecked((int)0x8000_0000) >> 31} {(int)-16 >>> 28} {1 << 33} {1L << 33}");
Console.WriteLine($"{Ones(word)} {Swap(word):x} {Rotate(word, 12):x} {unchecked((byte)300)} {unchecked((sbyte)200)} " +
    $"{unchecked((short)70000)} {unchecked((int)3_000_000_000)} {unchecked((ushort)(-1))} {unchecked((long)ulong.MaxValue)}");
Console.WriteLine($"{int.MaxValue + One()} {-7 / 2} {-7 % 3} {7 % -3} {unchecked((byte)-1)} {(int)3.99} {(int)-3.99} " +
    $"{(uint)5.5f} {(long)1e18} {5.5 % 2} {-5.5 % 2} {1.0 / 0} {(float)0.1 + 0.2}");
foreach (double d in new[] { double.MaxValue, double.NaN, -1.0, -5.5, double.PositiveInfinity, -1e10, 1e30, 1e6, 300.7, 4e9 })
    Console.WriteLine($"{(int)d} {(uint)d} {(long)d} {(ulong)d} {(short)(int)d} {(byte)(int)d} {(int)(float)d}");
Console.WriteLine($"{Math.Abs(-5)} {Math.Min(3, -3)} {Math.Max(2L, 9)} {Math.Clamp(15, 0, 10)} {Math.Sign(-3)} " +
    $"{Math.DivRem(17, 5)} {Math.Sqrt(2)} {Math.Floor(-2.5)} {Math.Ceiling(2.1)} {Math.Round(2.5)} {Math.Truncate(-2.7)} " +
    $"{Math.Max(1.5, double.NaN)} {Math.Min(-0.0, 0.0)}");

byte[] bytes = Encoding.UTF8.GetBytes("Grüße, 世界 😀");
Console.WriteLine(bytes.Length + " " + Hex(bytes.AsSpan(0, 8)) + " " + Encoding.UTF8.GetString(bytes).Length);
Console.WriteLine($"{BitConverter.DoubleToInt64Bits(1.5):x} {BitConverter.Int64BitsToDouble(0x4000_0000_0000_0000)}");

Span<int> sieve = new int[50];
var primes = new StringBuilder();
for (int i = 2; i < sieve.Length; i++)
{
    if (sieve[i] != 0)
        continue;
    primes.Append(i).Append(' ');
    for (int j = i * i; j < sieve.Length; j += i)
        sieve[j] = 1;
}

Console.WriteLine(primes.ToString().TrimEnd());
ReadOnlySpan<char> text = "key = value ; rest";
int at = text.IndexOf('=');
Console.WriteLine($"[{text[..at].Trim().ToString()}] [{text[(at + 1)..].Trim().ToString()}]");
Console.WriteLine(text.Contains("rest", StringComparison.Ordinal) + " " + text.StartsWith("KEY", StringComparison.OrdinalIgnoreCase));
Span<char> room = stackalloc char[12];
Console.WriteLine((-98765).TryFormat(room, out int length) + " " + room[..length].ToString() + " "
    + 12345.TryFormat(room[..3], out length) + length);
unsafe
{
    int local = 5;
    int* pointer = &local;
    *pointer += 2;
    long* numbers = stackalloc long[3] { 1, 2, 3 };
    fixed (byte* first = bytes)
        Console.WriteLine($"{local} {numbers[2]} {*(first + 1)} {sizeof(long)} {pointer[0]}");
}

static int One() => 1;

static string Hex(ReadOnlySpan<byte> bytes)
{
    var text = new StringBuilder();
    foreach (byte b in bytes)
        text.Append(b.ToString("x2"));
    return text.ToString();
}

static uint Crc32(ReadOnlySpan<byte> bytes)
{
    uint crc = uint.MaxValue;
    foreach (byte b in bytes)
    {
        crc ^= b;
        for (int i = 0; i < 8; i++)
            crc = (crc & 1) != 0 ? crc >> 1 ^ 0xedb8_8320 : crc >> 1;
    }

    return ~crc;
}

static uint Adler(ReadOnlySpan<byte> bytes)
{
    uint a = 1, b = 0;
    foreach (byte each in bytes)
        (a, b) = ((a + each) % 65521, (b + a + each) % 65521);
    return b << 16 | a;
}

static ulong Fnv(string text)
{
    ulong hash = 14695981039346656037;
    foreach (char c in text)
        hash = (hash ^ c) * 1099511628211;
    return hash;
}

static int Ones(uint value)
{
    int count = 0;
    for (; value != 0; value &= value - 1)
        count++;
    return count;
}

static uint Swap(uint value) => value >> 24 | value >> 8 & 0xff00 | value << 8 & 0xff_0000 | value << 24;

static uint Rotate(uint value, int by) => value << by | value >> 32 - by;
