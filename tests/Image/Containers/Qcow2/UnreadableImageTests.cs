using System.Runtime.InteropServices;
using System.Text;
using Bq2.Efi;
using Bq2.Efi.Binary;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>Images that we cannot read are refused with the reason that they give.</summary>
public sealed class UnreadableImageTests
{
    [Needs("qemu-img")]
    [InlineData("dirty bit")]
    public void UnknownFeaturesAreNamedFromTheImage(string name)
    {
        using var temp = new TempFolder();
        RealTool.QemuImg.Run("create", "-f", "qcow2", temp["image"], "1M").Accepts();
        int row = File.ReadAllBytes(temp["image"]).AsSpan().IndexOf(Encoding.ASCII.GetBytes(name));
        Spoil.Set(temp["image"], row - 1, 40);   // the bit's number stands before its name
        Spoil.Set(temp["image"], 72 + 7 - 40 / 8, 1);

        var fault = Assert.Throws<FaultException>(() => DiskImage.Open(temp["image"])).Fault;
        Assert.Equal("QCW008", fault.Code);
        Assert.Contains($"0x10000000000, \"{name}\"", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>Four million entries that all point to one table would keep a reader busy for days.</summary>
    [Fact]
    public void AnL1TableLargerThanTheFileCanBeIsRefused()
    {
        using var temp = new TempFolder();
        Qcow2Image.Write(temp["image"], new Regions(1 << 20));
        using (var file = File.OpenHandle(temp["image"], FileMode.Open, FileAccess.ReadWrite))
        {
            var entries = new Be64[4 << 20];
            entries.AsSpan().Fill(1 << 20);
            RandomAccess.Write(file, MemoryMarshal.AsBytes(entries.AsSpan()), 1 << 20);
            RandomAccess.Write(file, [.. StructBytes.ToBytes((Be32)(4 << 20)), .. StructBytes.ToBytes((Be64)(1 << 20))], 36);
        }

        var fault = Assert.Throws<FaultException>(() => DiskImage.Open(temp["image"])).Fault;
        Assert.Equal("QCW009", fault.Code);
        Assert.Contains("points to 4,194,304 tables", fault.Message, StringComparison.Ordinal);
    }
}
