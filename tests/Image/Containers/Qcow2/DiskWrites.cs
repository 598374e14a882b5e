using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>Writes to a disk and to an array that stands for it, and what qemu-img reads.</summary>
internal static class DiskWrites
{
    public static void AtRandom(WritableDisk disk, byte[] array, int seed, int rounds = 80)
    {
        var random = Fuzzing.Random(seed);
        for (int i = 0; i < rounds; i++)
        {
            // Mostly near each other, so that clusters are met again.
            int reach = random.Next(3) == 0 ? array.Length : array.Length / 4;
            int offset = random.Next(reach), length = Math.Min(random.Next(1 << random.Next(1, 19)) + 1, array.Length - offset);
            switch (random.Next(6))
            {
                case 0:
                    disk.Discard(offset, length);
                    array.AsSpan(offset, length).Clear();
                    break;
                case 1 when i % 20 == 0:
                    disk.Flush();
                    break;
                default:
                    Put(disk, array, offset, TestBytes.Make(length, seed * 1000 + i));
                    break;
            }
        }
    }

    public static void Put(WritableDisk disk, byte[] array, int offset, byte[] bytes)
    {
        disk.WriteAt(offset, bytes);
        bytes.CopyTo(array, offset);
    }

    public static byte[] ReadByQemu(TempFolder temp, string path)
    {
        RealTool.QemuImg.Run("convert", "-f", "qcow2", "-O", "raw", path, temp["now"]).Accepts();
        return File.ReadAllBytes(temp["now"]);
    }
}
