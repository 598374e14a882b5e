using System.Diagnostics;
using Bq2.Efi;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Tests.Image;

/// <summary>Changes a few bytes of an image again and again, and reads each: there is data, or a fault that names the file.</summary>
internal static class Damages
{
    public const int Rounds = 400;

    public static void Judge(TempFolder temp, (int Start, int Length)[] hot, Action<string> read)
    {
        byte[] whole = File.ReadAllBytes(temp["image"]);
        var random = Fuzzing.Random(42);
        var clock = Stopwatch.StartNew();
        int faults = 0;
        File.WriteAllBytes(temp["damaged"], whole);
        for (int round = 0; round < Rounds; round++)
        {
            using (var file = File.OpenHandle(temp["damaged"], FileMode.Open, FileAccess.ReadWrite))
                Change(file, whole, hot, random);
            try
            {
                read(temp["damaged"]);
            }
            catch (FaultException bad)
            {
                Assert.NotNull(bad.Fault.Path);
                faults++;
            }

            using (var file = File.OpenHandle(temp["damaged"], FileMode.Open, FileAccess.ReadWrite))
                Restore(file, whole);
        }

        Assert.InRange(faults, Rounds / 20, Rounds);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{Rounds} rounds took {clock.Elapsed}");
    }

    private static void Change(SafeFileHandle file, byte[] whole, (int Start, int Length)[] hot, Random random)
    {
        if (random.Next(10) == 0)
        {
            RandomAccess.SetLength(file, random.Next(2) == 0 ? random.Next(whole.Length) : random.Next(4096));
            return;
        }

        byte[] favourites = [0, 1, 2, 0x7f, 0x80, 0xff];
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            var (start, length) = hot[random.Next(hot.Length)];
            var bytes = new byte[random.Next(1, 9)];
            random.NextBytes(bytes);
            if (random.Next(2) == 0)
                bytes.AsSpan().Fill(favourites[random.Next(favourites.Length)]);
            RandomAccess.Write(file, bytes, start + random.Next(length));
        }
    }

    /// <summary>Only the beginning was changed, or the end cut off: whole images would be slow to write again.</summary>
    private static void Restore(SafeFileHandle file, byte[] whole)
    {
        long there = RandomAccess.GetLength(file);
        RandomAccess.SetLength(file, whole.Length);
        RandomAccess.Write(file, whole.AsSpan(0, Math.Min(whole.Length, 2 << 20)), 0);
        for (long offset = there; offset < whole.Length; offset += 1 << 20)
        {
            var bytes = whole.AsSpan((int)offset, (int)Math.Min(1 << 20, whole.Length - offset));
            if (bytes.ContainsAnyExcept((byte)0))
                RandomAccess.Write(file, bytes, offset);
        }
    }
}
