using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Bq2.Efi;
using Bq2.Efi.Binary;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>What qemu-img check finds, we find, in the same numbers.</summary>
public sealed class Qcow2CheckTests
{
    private const ulong Copied = 1UL << 63;

    public static TheoryData<string> All => Recipes.All;

    /// <summary>Name of the field of the image to spoil, and what its eight bytes are to become.</summary>
    public static TheoryData<string, string, ulong> Damages()
    {
        var damages = new TheoryData<string, string, ulong>();
        foreach (string recipe in (string[])["v3", "v3 small", "snapshots", "v2"])
        {
            damages.Add(recipe, "L1", 0);
            damages.Add(recipe, "L1 flag", 0);
            damages.Add(recipe, "L1", Copied | 1UL << 62);
            damages.Add(recipe, "L1", Copied | 1UL << 40);
            damages.Add(recipe, "L2", 0);
            damages.Add(recipe, "L2 flag", 0);
            damages.Add(recipe, "L2", Copied | 1UL << 40);
            damages.Add(recipe, "L2", Copied | 1UL << 61 | 1 << 21);
            damages.Add(recipe, "L2", Copied);
            damages.Add(recipe, "L2 twin", 0);
            damages.Add(recipe, "L2 to header", 0);
            damages.Add(recipe, "L2 to itself", 0);
            damages.Add(recipe, "refcount", 0);
            damages.Add(recipe, "refcount", 0x0001_0000_0001_0001);
            damages.Add(recipe, "refcount", 0x0005_0005_0005_0005);
            damages.Add(recipe, "refcount table", 1UL << 40);
        }

        damages.Add("zlib", "L2 flag", 0);
        damages.Add("zlib", "L2", 0);
        damages.Add("zlib", "L2", 1UL << 62 | 1UL << 50);
        damages.Add("parts", "parts", ulong.MaxValue);
        damages.Add("parts", "L2", 0);
        damages.Add("bitmaps", "L2", 0);
        return damages;
    }

    [Needs("qemu-img qemu-io")]
    [MemberData(nameof(All))]
    public void EveryImageIsAsCleanAsQemuFindsIt(string recipe)
    {
        using var temp = new TempFolder();
        AgreesWithQemu(Recipes.Make(temp, recipe));
    }

    [Needs("qemu-img qemu-io")]
    [MemberData(nameof(Damages))]
    public void EveryDamageCountsTheSame(string recipe, string field, ulong value)
    {
        using var temp = new TempFolder();
        string path = Recipes.Make(temp, recipe);
        Damage(path, field, value);

        var found = AgreesWithQemu(path);
        Assert.False(found.IsClean);
        Assert.All(found.Faults, fault => Assert.Equal(path, fault.Path));
    }

    [Needs("qemu-img qemu-io")]
    [InlineData("v3")]
    [InlineData("v3 small")]
    [InlineData("snapshots")]
    [InlineData("counts of 4 bits")]
    [InlineData("counts of 1 bit")]
    [InlineData("counts of 64 bits")]
    public void LeaksAreReclaimed(string recipe)
    {
        using var temp = new TempFolder();
        string path = Recipes.Make(temp, recipe);
        Damage(path, "L2", 0);
        Damage(path, "L2 next", 0);
        long leaks = DiskImage.Check(path).Leaks;
        if (recipe != "snapshots")   // what they hold the disk may lose: then nothing leaks but a count
            Assert.True(leaks > 0);

        var repaired = DiskImage.CheckAndRepairLeaks(path);
        Assert.Equal((0, leaks), (repaired.Leaks, repaired.LeaksFixed));
        if (recipe == "snapshots")
            return;
        RealTool.QemuImg.Run("check", "-f", "qcow2", path).Accepts();
        Assert.True(AgreesWithQemu(path).IsClean);
    }

    [Needs("qemu-img qemu-io")]
    [InlineData("v3")]
    public void LeaksAreNotRepairedBesideOtherErrors(string recipe)
    {
        using var temp = new TempFolder();
        string path = Recipes.Make(temp, recipe);
        Damage(path, "L1", Copied | 1UL << 40);
        byte[] before = File.ReadAllBytes(path);

        var found = DiskImage.CheckAndRepairLeaks(path);
        Assert.True(found is { Leaks: > 0, Corruptions: > 0, LeaksFixed: 0 });
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Fact]
    public void ARawDiskHasNothingToCheck()
    {
        using var temp = new TempFolder();
        File.WriteAllBytes(temp["raw"], new byte[512]);
        Assert.Equal("IMG013", Assert.Throws<FaultException>(() => DiskImage.Check(temp["raw"])).Fault.Code);
    }

    private static DiskCheck AgreesWithQemu(string path)
    {
        var said = RealTool.QemuImg.Run("check", "--output=json", "-f", "qcow2", path).Said;
        using var theirs = JsonDocument.Parse(said);
        var found = DiskImage.Check(path);
        string ours = string.Create(CultureInfo.InvariantCulture,
            $"end {found.ImageEndOffset} total {found.TotalClusters} allocated {found.AllocatedClusters} "
            + $"fragmented {found.FragmentedClusters} compressed {found.CompressedClusters} "
            + $"errors {found.CheckErrors} corruptions {found.Corruptions} leaks {found.Leaks}");
        Assert.Equal(
            $"end {Of("image-end-offset")} total {Of("total-clusters")} allocated {Of("allocated-clusters")} "
            + $"fragmented {Of("fragmented-clusters")} compressed {Of("compressed-clusters")} "
            + $"errors {Of("check-errors")} corruptions {Of("corruptions")} leaks {Of("leaks")}",
            ours);
        return found;

        long Of(string key) => theirs.RootElement.TryGetProperty(key, out var value) ? value.GetInt64() : 0;
    }

    private static void Damage(string path, string field, ulong value)
    {
        var words = new Words(File.ReadAllBytes(path));
        long l1 = (long)words[40], table = (long)words[48];
        long l2 = (long)(words[l1] & 0x00ff_ffff_ffff_fe00), block = (long)words[table];
        var (place, now) = field switch
        {
            "L1" => (l1, value),
            "L1 flag" => (l1, words[l1] ^ Copied),
            "L2" => (l2, value),
            "L2 next" => (l2 + 8, value),
            "L2 flag" => (l2, words[l2] ^ Copied),
            "L2 twin" => (l2, words[l2 + 8]),
            "L2 to header" => (l2, Copied | (ulong)table),
            "L2 to itself" => (l2, Copied | (ulong)l2),
            "parts" => (l2 + 8, value),
            "refcount" => (block + 8, value),
            _ => (table, value),
        };
        Spoil.Set(path, place, StructBytes.ToBytes((Be64)now));
    }

    private sealed class Words(byte[] image)
    {
        public ulong this[long offset] => MemoryMarshal.Read<Be64>(image.AsSpan((int)offset));
    }
}
