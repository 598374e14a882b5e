using System.Diagnostics;
using System.Runtime.InteropServices;
using Bq2.Efi;
using Bq2.Efi.Binary;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>
/// Images of every kind with bytes made wrong where it hurts: whatever is asked of them, the answer is data or a fault,
/// soon and in little memory.
/// </summary>
[Trait(Fuzzing.Category, Fuzzing.Fuzz)]
public sealed class DamagedQcow2Tests
{
    private const int Rounds = 60;

    // What a chain of three may hold, with buffers besides.
    private const long MaxBytes = 200 << 20;

    [Needs("qemu-img qemu-io")]
    [InlineData("v2 small")]
    [InlineData("v3")]
    [InlineData("zlib")]
    [InlineData("zlib v2 small")]
    [InlineData("zstd 4k")]
    [InlineData("mixed")]
    [InlineData("parts of 512")]
    [InlineData("snapshots")]
    [InlineData("bitmaps")]
    [InlineData("raw data file")]
    [InlineData("chain")]
    public void DataOrAFault(string recipe)
    {
        using var temp = new TempFolder();
        byte[] whole = File.ReadAllBytes(Recipes.Make(temp, recipe));
        var places = Places(whole);
        var random = Fuzzing.Random(11);
        var clock = Stopwatch.StartNew();
        int faults = 0;
        for (int round = 0; round < Rounds; round++)
        {
            File.WriteAllBytes(temp["image"], Damaged(whole, places, random));
            foreach (var look in (Action<string, Random>[])[Read, Map, Check, Inform, Write])
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                try
                {
                    look(temp["image"], random);
                }
                catch (FaultException)
                {
                    faults++;
                }

                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxBytes);
            }
        }

        Assert.InRange(faults, 10, Rounds * 5);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"{Rounds} rounds took {clock.Elapsed}");
    }

    private static void Read(string path, Random random)
    {
        using var disk = DiskImage.Open(path, new() { AllowBacking = true });
        var buffer = new byte[100_000];
        for (int i = 0; i < 20 && disk.Length > 0; i++)
        {
            long offset = random.NextInt64(Math.Min(disk.Length, 8 << 20));
            disk.ReadAt(offset, buffer.AsSpan(0, (int)Math.Min(buffer.Length, disk.Length - offset)));
        }

        foreach (var (offset, length) in disk.DataRuns().Take(10_000))
            Assert.InRange(offset, 0, disk.Length - length);
    }

    private static void Map(string path, Random random)
    {
        using var disk = DiskImage.Open(path, new() { AllowBacking = true });
        long end = 0;
        foreach (var piece in DiskMap.Of(disk).Take(10_000))
        {
            Assert.Equal(end, piece.Start);
            end = piece.End;
        }
    }

    private static void Check(string path, Random random) =>
        _ = random.Next(2) == 0 ? DiskImage.CheckAndRepairLeaks(path) : DiskImage.Check(path);

    private static void Inform(string path, Random random) => DiskInfo.Of(path);

    private static void Write(string path, Random random)
    {
        using var disk = DiskImage.OpenForWriting(path, new() { AllowBacking = true });
        for (int i = 0; i < 10 && disk.Length > 200_000; i++)
        {
            long offset = random.NextInt64(Math.Min(disk.Length, 8 << 20) - 100_000);
            disk.WriteAt(offset, TestBytes.Make(random.Next(1, 100_000)));
            disk.Discard(offset, random.Next(100_000));
        }
    }

    /// <summary>The header, the tables it points to, and what those point to.</summary>
    private static List<int> Places(byte[] image)
    {
        var places = new List<int> { 0, 24, 48, 72, 96, 104, 112 };
        foreach (int field in (int[])[40, 48, 64])
        {
            int table = (int)Word(field);
            places.AddRange([table, table + 8, table + 16]);
            int next = table > 0 && table + 8 <= image.Length ? (int)(Word(table) & 0xffff_fe00) : 0;
            if (next > 0 && next < image.Length - 64)
                places.AddRange([next, next + 8, next + 16, next + 40]);
        }

        return places;

        ulong Word(int offset) => MemoryMarshal.Read<Be64>(image.AsSpan(offset));
    }

    private static byte[] Damaged(byte[] whole, List<int> places, Random random)
    {
        if (random.Next(8) == 0)
            return whole[..random.Next(random.Next(2) == 0 ? 200 : whole.Length)];

        byte[] image = [.. whole];
        byte[] favourites = [0, 1, 2, 0x40, 0x7f, 0x80, 0xff];
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            int place = Math.Min(places[random.Next(places.Count)] + random.Next(24), image.Length - 9);
            var bytes = image.AsSpan(place, random.Next(1, 9));
            if (random.Next(2) == 0)
                random.NextBytes(bytes);
            else
                bytes.Fill(favourites[random.Next(favourites.Length)]);
        }

        return image;
    }
}
