using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>What a write means for everyone else: other readers, and bitmaps that described the old content.</summary>
public sealed class WritableImageStateTests
{
    [Needs("qemu-img qemu-io")]
    [InlineData("bitmaps")]
    public void WhatDependsOnTheContentNoLongerHolds(string recipe)
    {
        using var temp = new TempFolder();
        string path = Recipes.Make(temp, recipe);
        using (var disk = DiskImage.OpenForWriting(path))
            disk.WriteAt(5, [1]);

        Assert.DoesNotContain("bitmaps", RealTool.QemuImg.Run("info", path).Accepts().Said, StringComparison.Ordinal);
    }

    [Needs("qemu-img qemu-io")]
    [InlineData("zlib")]
    public async Task OthersReadWhileOneWrites(string recipe)
    {
        using var temp = new TempFolder();
        string path = Recipes.Make(temp, recipe);
        byte[] array = DiskWrites.ReadByQemu(temp, path);
        using var disk = DiskImage.OpenForWriting(path);
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < 200; i++)
            {
                if (!disk.ReadBytes(0, 900_000).AsSpan().SequenceEqual(array.AsSpan(0, 900_000)))
                    Assert.Fail($"what nobody writes to has changed at look {i}");
            }
        }));
        var writer = Task.Run(() =>
        {
            for (int i = 0; i < 200; i++)
                disk.WriteAt(1_000_000 + i * 10_000, TestBytes.Make(15_000, i));
        });
        await Task.WhenAll([.. readers, writer]);
    }
}
