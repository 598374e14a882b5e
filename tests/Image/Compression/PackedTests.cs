using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Tests.Image.Compression;

/// <summary>The door to packed bytes against the programs that pack them.</summary>
public sealed class PackedTests
{
    private static readonly Dictionary<string, Packing> s_kinds = new()
    {
        ["gzip"] = Packing.Gzip, ["pigz"] = Packing.Gzip, ["zstd"] = Packing.Zstd, ["bzip2"] = Packing.Bzip2, ["lzip"] = Packing.Lzip,
        ["xz"] = Packing.Xz,
    };

    [Needs("gzip pigz zstd bzip2 lzip xz")]
    [InlineData("gzip -9")]
    [InlineData("pigz -11 -p2 -b 128 -i")]
    [InlineData("zstd -1 --check")]
    [InlineData("zstd -19 --no-check")]
    [InlineData("zstd --ultra -22 --long=28")]
    [InlineData("zstd --format=lzma", Packing.Lzma)]
    [InlineData("zstd --format=xz", Packing.Xz)]
    [InlineData("bzip2 -1")]
    [InlineData("bzip2 -9")]
    [InlineData("lzip -0")]
    [InlineData("lzip -9")]
    [InlineData("xz -0 -C none")]
    [InlineData("xz -6 -C crc32")]
    [InlineData("xz -T2 --block-size=70000")]
    [InlineData("xz -C sha256 --delta=dist=4 --lzma2=preset=3")]
    [InlineData("xz --format=lzma", Packing.Lzma)]
    public void WhatTheyPackedIsUnpacked(string command, Packing? kind = null)
    {
        byte[] source = Sample(300_001);
        byte[] packed = Pack(command, source);

        Assert.Equal(kind ?? s_kinds[command.Split(' ')[0]], Packed.KindOf(packed));
        Assert.Equal(source, Unpack(packed));
        Assert.Equal(source, Unpack(packed, part: 1));
        using var whole = Packed.Unpack(Source.FromBytes(packed, "a.bin"));
        Assert.Equal(source, whole.ReadBytes(0, source.Length));
    }

    [Needs("gzip zstd bzip2 lzip xz")]
    [InlineData("gzip")]
    [InlineData("zstd")]
    [InlineData("bzip2")]
    [InlineData("lzip")]
    [InlineData("xz")]
    public void NothingAndSeveralFilesInARow(string program)
    {
        byte[] empty = Pack(program, []), one = Pack(program, [1]), many = Pack(program, Sample(100_000));

        Assert.Empty(Unpack(empty));
        Assert.Equal([1, 1, .. Sample(100_000), 1], Unpack([.. one, .. empty, .. one, .. many, .. empty, .. one]));
    }

    [Needs("zstd xz gzip lzip")]
    [InlineData(0)]
    public void WhatFormatsAllowAround(int none)
    {
        byte[] one = [1], filler = new byte[8 + none];

        byte[] skipped = [0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 9, 9, 9];
        Assert.Equal([1, 1], Unpack([.. skipped, .. Pack("zstd", one), .. skipped, .. Pack("zstd", one), .. skipped]));
        Assert.Equal([1, 1], Unpack([.. Pack("xz", one), .. filler, .. Pack("xz", one), .. filler]));
        Assert.Equal(one, Unpack([.. Pack("gzip", one), .. filler]));
        Assert.Equal(one, Unpack([.. Pack("lzip", one), .. filler]));
        Assert.Equal(one, Unpack([.. Pack("bzip2", one), .. filler]));
    }

    [Needs("gzip zstd bzip2 lzip xz")]
    [InlineData("gzip")]
    [InlineData("zstd --check")]
    [InlineData("bzip2")]
    [InlineData("lzip")]
    [InlineData("xz")]
    [InlineData("xz -C sha256")]
    [InlineData("xz --format=lzma")]
    public void CutAnywhereItIsAFault(string command)
    {
        byte[] packed = Pack(command, Sample(3000));

        for (int length = 17; length < packed.Length; length++)
        {
            var bad = Assert.Throws<FaultException>(() => Unpack(packed[..length]));
            Assert.Equal(("IMG067", "a.bin"), (bad.Fault.Code, bad.Fault.Path));
        }
    }

    /// <summary>Every byte of these formats is under a checksum, or compared with something.</summary>
    [Needs("zstd bzip2 lzip xz")]
    [InlineData("zstd --check")]
    [InlineData("bzip2")]
    [InlineData("lzip")]
    [InlineData("xz")]
    [InlineData("xz -C sha256")]
    [Trait(Fuzzing.Category, Fuzzing.Fuzz)]
    public void ABadByteNeverPassesUnseen(string command)
    {
        byte[] source = Sample(3000), packed = Pack(command, source);
        var random = Fuzzing.Random(11);
        for (int i = 0; i < 2000; i++)
        {
            byte[] bytes = Fuzzing.Spoil(packed, random);
            bool isPacked = Packed.KindOf(bytes) != Packing.None;
            byte[]? unpacked = null;
            try
            {
                unpacked = Unpack(bytes);
            }
            catch (FaultException)
            {
                continue;
            }

            Assert.True(!isPacked || unpacked.AsSpan().SequenceEqual(source) || unpacked.Length == 0, $"{command}, number {i}");
        }
    }

    [Needs("xz zstd lzip")]
    [InlineData("xz --lzma2=dict=1GiB")]
    [InlineData("zstd --ultra -22 --long=31")]
    public void TooMuchMemoryIsRefused(string command)
    {
        byte[] packed = Pack(command, Sample(200_000));
        var bad = Assert.Throws<FaultException>(() => Unpack(packed));

        Assert.Equal("IMG069", bad.Fault.Code);
    }

    [Needs("xz")]
    [InlineData(0)]
    public void AFilterThatIsNotSupportedIsNamed(int none)
    {
        byte[] packed = Pack("xz --x86 --lzma2", new byte[1000 + none]);

        Assert.Contains("the filter x86", Assert.Throws<FaultException>(() => Unpack(packed)).Fault.Message, StringComparison.Ordinal);
    }

    [Needs("zstd bzip2 xz")]
    [InlineData("zstd")]
    [InlineData("bzip2")]
    [InlineData("xz")]
    public void ABombIsRefusedUnlessMoreIsAllowed(string program)
    {
        byte[] packed = Pack(program, new byte[1 << 20]);

        var bad = Assert.Throws<FaultException>(() => Unpack(packed, options: new() { MaxLength = (1 << 20) - 1 }));
        Assert.Equal("IMG068", bad.Fault.Code);
        Assert.Equal(1 << 20, Unpack(packed, options: new() { MaxLength = 1 << 20 }).Length);
    }

    [Fact]
    public void WhatIsNotPackedPassesAsItIs()
    {
        byte[] source = Sample(100_000);

        Assert.Equal(source, Unpack(source));
        Assert.Equal(Packing.None, Packed.KindOf([]));
        using var plain = Source.FromBytes(source);
        Assert.Same(plain, Packed.Unpack(plain));
    }

    /// <summary>More than waits in memory; zeros take no room.</summary>
    [Needs("gzip")]
    [InlineData(65 << 20)]
    [InlineData((64 << 20) + 1)]
    public void LongContentWaitsInAFile(int length)
    {
        byte[] source = new byte[length];
        source[^1] = 7;
        source[5 << 20] = 8;
        using var packed = Source.FromBytes(Pack("gzip -1", source));
        using var content = Packed.Unpack(packed, null, out string folder);

        Assert.Equal(Path.TrimEndingDirectorySeparator(Path.GetTempPath()), folder);
        Assert.Equal(source, content.ReadBytes(0, length));
    }

    private static byte[] Unpack(byte[] packed, int part = 1 << 16, UnpackOptions? options = null)
    {
        using var stream = Packed.Unpack(new MemoryStream(packed), "a.bin", options);
        var all = new MemoryStream();
        var buffer = new byte[part];
        while (stream.Read(buffer) is > 0 and var read)
            all.Write(buffer, 0, read);
        return all.ToArray();
    }

    private static byte[] Pack(string command, byte[] source)
    {
        using var temp = new TempFolder();
        File.WriteAllBytes(temp["in"], source);
        string[] words = command.Split(' ');
        RealTool.Bash.Run("-c", $"{command} -c <{temp["in"]} >{temp["out"]}").Accepts();
        Assert.NotEmpty(words);
        return File.ReadAllBytes(temp["out"]);
    }

    // Text, noise and zeros by turns.
    private static byte[] Sample(int length)
    {
        var random = new Random(length);
        return [.. Enumerable.Range(0, length).Select(
            i => (byte)(i % 9000 < 4000 ? 'a' + random.Next(6) : i % 9000 < 6000 ? random.Next(256) : 0))];
    }
}
