using System.Text;
using Bq2.Efi.Boot;
using Bq2.Efi.Uefi;

namespace Bq2.Tests.Shared;

public sealed class EfiPathTests
{
    [Theory]
    [InlineData("/linux", @"\linux")]
    [InlineData("linux", @"\linux")]
    [InlineData("//boot//6.1/linux/", @"\boot\6.1\linux")]
    [InlineData(@"\boot/linux", @"\boot\linux")]
    [InlineData("/käse/日本/𝄞", @"\käse\日本\𝄞")]
    public void SlashesBecomeBackslashes(string path, string expected)
    {
        var target = new char[EfiPath.MaxPathLength];

        Assert.Equal(TextFault.None, EfiPath.Write(Encoding.UTF8.GetBytes(path), target, out int length));
        Assert.Equal(expected + '\0', new string(target, 0, length + 1));
    }

    [Theory]
    [InlineData("/12345", 7, TextFault.None)]
    [InlineData("/12345", 6, TextFault.TooLong)]   // no room for the NUL
    [InlineData("/12345", 0, TextFault.TooLong)]
    [InlineData("", 10, TextFault.Empty)]
    [InlineData("//", 10, TextFault.Empty)]
    [InlineData("/a\0b", 10, TextFault.NotUtf8)]
    public void ItFitsOrIsRefused(string path, int room, object expected) =>
        Assert.Equal(expected, EfiPath.Write(Encoding.UTF8.GetBytes(path), new char[room], out _));

    /// <summary>Our decoder against .NET's: every pair of bytes, and many longer texts.</summary>
    [Fact]
    public void Utf8IsWhatDotNetSaysItIs()
    {
        for (int pair = 0; pair < 0x1_0000; pair++)
            Compare([(byte)(pair >> 8), (byte)pair]);

        var random = new Random(1);
        byte[] edges =
        [
            0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5,
            0xff,
        ];
        for (int i = 0; i < 100_000; i++)
            Compare([.. random.GetItems(edges, random.Next(1, 8))]);
    }

    private static void Compare(ReadOnlySpan<byte> bytes)
    {
        var rest = bytes;
        while (!rest.IsEmpty)
        {
            bool valid = Rune.DecodeFromUtf8(rest, out var rune, out int length) == System.Buffers.OperationStatus.Done;
            var before = rest;
            int codePoint = Utf8Text.TakeFirst(ref rest);

            Assert.Equal(valid ? rune.Value : Utf8Text.Invalid, codePoint);
            Assert.Equal(valid ? length : 1, before.Length - rest.Length);
        }
    }

    [Theory]
    [InlineData("7fff0400", 0)]
    [InlineData("0201080012345678 7fff0400", 8)]
    [InlineData("0201080012345678 7fff0400 ffffffff", 8)]   // what lies behind the end is not ours
    [InlineData("", -1)]
    [InlineData("02010800", -1)]                            // longer than what there is
    [InlineData("0201080012345678", -1)]                    // no end
    [InlineData("02010300", -1)]                            // too short to be a node
    [InlineData("02010000", -1)]
    public void ADevicePathIsMeasuredUpToItsEnd(string hex, int expected) =>
        Assert.Equal(expected, FullPath.LengthWithoutEnd(Bytes(hex)));

    [Fact]
    public void AFilesDevicePathIsThatOfItsVolumeAndOneNodeMore()
    {
        const string File = "\\a\0";
        var volume = Bytes("0201080012345678");
        var path = new byte[FullPath.Length(volume.Length, File)];

        FullPath.Write(volume, File, path);

        Assert.Equal(Bytes("0201080012345678 04040a00 5c0061000000 7fff0400"), path);
        Assert.Equal(path.Length - DevicePathNode.Size, FullPath.LengthWithoutEnd(path));
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
