using System.Text;
using Bq2.Efi.Binary;

namespace Bq2.Tests.Efi.Binary;

public sealed class BinaryTests
{
    [Fact]
    public void Crc32GivesThePublishedCheckValue() => Assert.Equal(0xcbf4_3926u, Crc32.Of("123456789"u8));

    [Fact]
    public void BigEndianNumbersLieMostSignificantFirst()
    {
        Assert.Equal<byte>([0x12, 0x34], StructBytes.ToBytes<Be16>((ushort)0x1234));
        Assert.Equal("QFI\u00fb", Encoding.Latin1.GetString(StructBytes.ToBytes<Be32>(0x5146_49fbu)));
        Assert.Equal<ulong>(0x0102_0304_0506_0708, new ReadOnlySpan<byte>([1, 2, 3, 4, 5, 6, 7, 8]).ReadAt<Be64>(0));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 512)]
    [InlineData(512, 512)]
    [InlineData(513, 1024)]
    public void UpRoundsToTheNextUnit(long value, long expected) => Assert.Equal(expected, Align.Up(value, 512));

    [Fact]
    public void RoundingThatDoesNotFitIsAnError() => Assert.Throws<OverflowException>(() => Align.Up(uint.MaxValue, 4096u));
}
