using Bq2.Image;
using ZstdSharp;

namespace Bq2.Tests.Image.Compression;

/// <summary>zstd's own decoder, in C#, reads what our search for matches and its coder wrote.</summary>
public sealed class ZstdEncoderTests
{
    public static TheoryData<string, int> KindsAndLengths()
    {
        var data = new TheoryData<string, int>();
        foreach (string kind in (string[])["zeros", "text", "noise", "far", "mixed", "runs"])
        {
            foreach (int length in (int[])[ZstdEncoder.MinLength, ZstdEncoder.MinLength + 1, ZstdParse.MaxLength - 1, ZstdParse.MaxLength])
                data.Add(kind, length);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(KindsAndLengths))]
    public void TheOriginalComesBack(string kind, int length)
    {
        using var encoder = new ZstdEncoder();
        byte[] source = DeflateSamples.Make(kind, length);
        byte[] packed = Pack(encoder, source);

        Assert.Equal(kind == "noise" || (kind == "far" && length < 33_000), packed.Length == 0);
        Assert.True(packed.Length == 0 || source.AsSpan().SequenceEqual(Unpack(packed)));
    }

    [Fact]
    public void CopiesOfAnyDistanceAndLengthComeBack()
    {
        using var encoder = new ZstdEncoder();
        var random = new Random(5);
        for (int i = 0; i < 300; i++)
        {
            byte[] source = new byte[random.Next(ZstdEncoder.MinLength, ZstdParse.MaxLength + 1)];
            for (int end = 0; end < source.Length;)
            {
                byte[] some = DeflateSamples.Puzzle(random);
                some.AsSpan(0, Math.Min(some.Length, source.Length - end)).CopyTo(source.AsSpan(end));
                end += some.Length;
            }

            byte[] packed = Pack(encoder, source);
            Assert.True(packed.Length == 0 || source.AsSpan().SequenceEqual(Unpack(packed)));
        }
    }

    [Fact]
    public void TheBytesDoNotDependOnWhatWasPackedBefore()
    {
        using var encoder = new ZstdEncoder();
        byte[] source = DeflateSamples.Make("mixed", ZstdParse.MaxLength);
        byte[] first = Pack(encoder, source);
        Pack(encoder, DeflateSamples.Make("text", ZstdEncoder.MinLength));

        Assert.Equal(first, Pack(encoder, source));
    }

    [Theory]
    [InlineData("zeros")]
    [InlineData("text")]
    [InlineData("far")]
    [InlineData("mixed")]
    [InlineData("runs")]
    public void ItIsAtMostOnePercentLargerThanLevelThree(string kind)
    {
        using var encoder = new ZstdEncoder();
        using var theirs = new Compressor(3);
        byte[] source = DeflateSamples.Make(kind, ZstdParse.MaxLength);

        Assert.InRange(Pack(encoder, source).Length, 1, theirs.Wrap(source).Length * 101 / 100);
    }

    [Fact]
    public void WhatDoesNotFitIsLeft()
    {
        using var encoder = new ZstdEncoder();
        byte[] source = DeflateSamples.Make("text", ZstdParse.MaxLength);
        int length = Pack(encoder, source).Length;

        // What follows the room stays as it is.
        foreach (int room in (int[])[0, 1, 17, 18, 19, 24, 100, length / 2, length - 1])
        {
            byte[] into = new byte[length];
            Assert.Equal(0, encoder.Encode(source, into.AsSpan(0, room)));
            Assert.False(into.AsSpan(room).ContainsAnyExcept((byte)0));
        }
    }

    private static byte[] Pack(ZstdEncoder encoder, byte[] source)
    {
        var into = new byte[source.Length - 1];
        return into[..encoder.Encode(source, into)];
    }

    private static byte[] Unpack(byte[] packed)
    {
        using var unpacker = new Decompressor();
        return unpacker.Unwrap(packed).ToArray();
    }
}
