using System.Text.Json;
using Bq2.Cli;
using Bq2.Efi;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Pe;

/// <summary>
/// Spoiled images are read, judged and shown whole, with their code: one fault with a place or an answer, nothing else, and
/// soon. The seeds are images of several makers.
/// </summary>
[Trait(Fuzzing.Category, Fuzzing.Fuzz)]
public sealed class PeFuzzTests
{
    private const int HeaderLength = 0x400;

    // Where a field of a table stands, firmware and we are most easily led astray.
    private static readonly int[] s_oddValues = [0, 1, 7, 8, 0x7fff_ffff, -1, -8, 0x1000, 0x200];

    [Theory]
    [InlineData(1, 2000)]
    [InlineData(2, 2000)]
    public void OurOwn(int seed, int rounds)
    {
        byte[] good = EfiLinker.Link([SampleObject.Read(seed % 2 == 0 ? Machine.Arm64 : Machine.X64)], new()
        {
            Name = "a.efi",
            Sbat = "sbat,1,SBAT Version,sbat,1,https://example.org\n"u8.ToArray(),
        }).Image!;

        int sound = SpoilAndShow(good, seed, rounds);

        Assert.InRange(sound, rounds / 10, rounds - 1);
    }

    [Theory]
    [InlineData("/usr/lib/systemd/boot/efi/systemd-bootx64.efi", 11)]    // GNU's, with symbols
    [InlineData("/usr/lib/shim/fbx64.efi.signed", 12)]                   // signed
    public void Others(string path, int seed)
    {
        Assert.SkipUnless(File.Exists(path) || Environment.GetEnvironmentVariable("CI") == "true", $"{path} is not installed");

        Assert.InRange(SpoilAndShow(File.ReadAllBytes(path), seed, 25), 1, 25);
    }

    [Fact]
    public void DotNetsOwn()
    {
        // Native code of many functions and an unwind table; of x86_64 by a change of its header.
        byte[] good = File.ReadAllBytes(
            typeof(object).Assembly.Location.Replace("System.Private.CoreLib", "System.Memory", StringComparison.Ordinal));
        int machine = BitConverter.ToInt32(good, 60) + 4;
        BitConverter.GetBytes((ushort)Machine.X64).CopyTo(good, machine);

        Assert.InRange(SpoilAndShow(good, 13, 25), 1, 25);
    }

    [Fact]
    public void ThousandsOfSectionsOverTheWholeFileCostNoMoreThanOne()
    {
        const int count = 20_000, length = 1 << 20;
        var parts = new PeParts(PeImage.Read("a.efi", EfiLinker.Link([SampleObject.Read(Machine.X64)]).Image!));
        var section = parts.Sections[0] with { SizeOfRawData = length, VirtualSize = length, PointerToRawData = 0 };
        parts.Sections = [.. Enumerable.Range(0, count).Select(i => section with { VirtualAddress = (uint)i * 0x1000 })];
        parts.SectionData = new ReadOnlyMemory<byte>[count];
        parts.FileHeader = parts.FileHeader with { SectionCount = count };
        parts.Length = length;
        byte[] bytes = parts.ToBytes();

        long before = GC.GetAllocatedBytesForCurrentThread();
        Show(bytes);

        // Copied for each section the file would come to 20 GB.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000L * length);
    }

    private static int SpoilAndShow(byte[] good, int seed, int rounds)
    {
        var random = Fuzzing.Random(seed);
        int sound = 0;
        for (int round = 0; round < rounds; round++)
        {
            byte[] bytes = Spoil(good, random);
            try
            {
                Show(bytes);
                sound++;
            }
            catch (FaultException bad)
            {
                Assert.Equal("a.efi", bad.Fault.Path);
            }
        }

        return sound;
    }

    private static byte[] Spoil(byte[] good, Random random)
    {
        int kind = random.Next(3);
        if (kind == 0)
            return Fuzzing.Spoil(good, random);
        if (kind == 1)
            return [.. Fuzzing.Spoil(good[..HeaderLength], random), .. good[HeaderLength..]];

        byte[] bytes = [.. good];
        int at = random.Next(15, (random.Next(2) == 0 ? HeaderLength : bytes.Length) / 4) * 4;
        BitConverter.GetBytes(s_oddValues[random.Next(s_oddValues.Length)]).CopyTo(bytes, Math.Min(at, bytes.Length - 4));
        return bytes;
    }

    private static void Show(byte[] bytes)
    {
        var image = PeImage.Read("a.efi", bytes);
        Assert.True(new PeParts(image).ToBytes().AsSpan().SequenceEqual(bytes));
        EfiRules.Judge(image);
        var dump = EfiProgramDump.Of(image, image.FileHeader.Machine == Machine.X64 ? CodeDump.Of(image, []) : null);
        EfiDumpText.Write(dump, TextWriter.Null);
        JsonSerializer.Serialize(Stream.Null, dump, EfiDumpJson.Default.EfiProgramDump);
    }
}
