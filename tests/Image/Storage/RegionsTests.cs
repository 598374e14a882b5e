using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Tests.Image;

public sealed class RegionsTests
{
    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 101)]
    [InlineData(100, 1)]
    [InlineData(15, 10)]    // into the start of what is at 20
    [InlineData(29, 1)]     // onto its last byte
    [InlineData(20, 10)]
    [InlineData(10, 50)]    // around it
    public void WhatDoesNotFitIsAnErrorOfTheProgram(long offset, int length)
    {
        var regions = new Regions(100);
        regions.Add(20, Bytes(10));

        Assert.Throws<ArgumentException>(() => regions.Add(offset, Bytes(length)));
        Assert.Throws<ArgumentException>(() => regions.Add(offset, new Regions(length)));
    }

    [Fact]
    public void PiecesAreInOrderWhateverOrderTheyCameIn()
    {
        var regions = new Regions(100);
        foreach (long offset in new long[] { 50, 0, 90, 10, 99 })
            regions.Add(offset, Bytes(1));

        Assert.Equal([0, 10, 50, 90, 99], regions.Pieces.Select(piece => piece.Offset));
    }

    [Fact]
    public void AChildLandsAtItsOffsetPieceByPiece()
    {
        var child = new Regions(10);
        child.Add(2, Content.FromBytes("abc"u8.ToArray()));
        child.Add(8, Content.FromBytes("de"u8.ToArray()));
        var parent = new Regions(20);
        parent.Add(19, Content.FromBytes("z"u8.ToArray()));
        parent.Add(5, child);

        using var source = Source.Of(parent);
        Assert.Equal("\0\0\0\0\0\0\0abc\0\0\0de\0\0\0\0z"u8, source.ReadBytes(0, 20));
        Assert.Equal("c\0\0\0d"u8, source.ReadBytes(9, 5));
    }

    [Fact]
    public void ChunksAreOnlyWhatAPieceTouches()
    {
        var regions = new Regions(1000);
        regions.Add(10, Bytes(5));
        regions.Add(15, Bytes(100));
        regions.Add(990, Bytes(1));

        Assert.Equal([new(0, 64), new(64, 64), new(960, 40)], regions.Chunks(64));
    }

    [Fact]
    public void AFileThatShrankSinceIsNamed()
    {
        using var temp = new TempFolder();
        File.WriteAllBytes(temp["kernel"], new byte[100]);
        var regions = new Regions(100);
        regions.Add(0, Content.FromFile(temp["kernel"]));
        File.WriteAllBytes(temp["kernel"], new byte[60]);

        var fault = Assert.Throws<FaultException>(() => RawImage.Write(temp["disk"], regions)).Fault;
        Assert.Equal(("IMG001", temp["kernel"]), (fault.Code, fault.Path));
        Assert.Contains("60", fault.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(temp["disk"]));
    }

    private static Content Bytes(int length) => Content.FromBytes(TestBytes.Make(length));
}
