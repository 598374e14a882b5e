using Bq2.Image;

namespace Bq2.Tests.Image;

public sealed class RawImageTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3 << 20)]
    [InlineData((3 << 20) + 1)]
    public void OldBytesAreOverwritten(int length)
    {
        using var temp = new TempFolder();
        File.WriteAllBytes(temp["disk"], TestBytes.Make(4 << 20));
        byte[] expected = new byte[length];
        var regions = new Regions(length);
        foreach (int offset in new[] { 0, 70_000, (1 << 20) - 1, (2 << 20) + 123_456 }.Where(offset => offset < length))
        {
            byte[] piece = TestBytes.Make(Math.Min(5000, length - offset), offset);
            piece.CopyTo(expected, offset);
            regions.Add(offset, Content.FromBytes(piece));
        }

        using (var target = File.OpenHandle(temp["disk"], FileMode.Open, FileAccess.ReadWrite))
            RawImage.Write(target, regions);
        RawImage.Write(temp["new"], regions);

        Assert.Equal(expected, File.ReadAllBytes(temp["disk"]));
        Assert.Equal(expected, File.ReadAllBytes(temp["new"]));
    }

    [Fact]
    public void ZerosOfAFileBecomeHoles()
    {
        using var temp = new TempFolder();
        byte[] file = new byte[8 << 20];
        TestBytes.Make(1000).CopyTo(file, 5 << 20);
        File.WriteAllBytes(temp["file"], file);
        var regions = new Regions(file.Length);
        regions.Add(0, Content.FromFile(temp["file"]));

        var summary = RawImage.Write(temp["disk"], regions);

        Assert.Equal(new(file.Length, 64 << 10), summary);
        Assert.Equal(file, File.ReadAllBytes(temp["disk"]));
    }
}
