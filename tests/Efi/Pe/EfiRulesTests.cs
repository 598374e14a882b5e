using Bq2.Efi.Link;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Pe;

/// <summary>Each rule of firmware, seen to say no when one field is spoiled.</summary>
public sealed class EfiRulesTests
{
    private const int Coff = 0x44, Optional = 0x58, Directories = Optional + 112, Text = Directories + 128, Reloc = Text + 3 * 40, HeaderLength = 0x200;

    [Theory]
    [InlineData("PE010", Coff + 0, 0x4c, 0x01)]
    [InlineData("PE012", Coff + 12, 0x01)]
    [InlineData("PE013", Optional + 108, 0x06)]
    [InlineData("PE014", Coff + 18, 0x23)]
    [InlineData("PE015", Coff + 18, 0x20)]
    [InlineData("PE016", Optional + 32, 0x00, 0x02)]
    [InlineData("PE017", Optional + 56, 0x01)]
    [InlineData("PE018", Optional + 60, 0x08, 0x00)]
    [InlineData("PE019", Optional + 68, 0x03)]
    [InlineData("PE020", Optional + 71, 0x00)]
    [InlineData("PE021", Text + 8, 0, 0, 0, 0, 0, 0x10, 0, 0, 0, 0, 0, 0)]
    [InlineData("PE022", Text + 12, 0x00, 0x11)]
    [InlineData("PE023", Text + 8, 0x00, 0x00, 0x10)]
    [InlineData("PE024", Text + 20, 0x01)]
    [InlineData("PE025", Reloc + 16, 0x00, 0x04)]
    [InlineData("PE026", Text + 39, 0xe0)]
    [InlineData("PE027", Text + 36, 0x40)]
    [InlineData("PE028", Optional + 16, 0, 0)]
    [InlineData("PE029", Directories + 40, 0, 0, 0, 0, 0)]
    [InlineData("PE030", 0x804, 0)]
    [InlineData("PE031", 0x809, 0x30)]
    [InlineData("PE032", 0x802, 0x01)]
    [InlineData("PE033", 0x808, 0x08)]
    public void ASpoiledFieldBreaksItsRule(string code, int offset, params int[] bytes)
    {
        byte[] image = EfiLinker.Link([SampleObject.Read(Machine.X64)]).Image!;
        for (int i = 0; i < bytes.Length; i++)
            image[offset + i] = (byte)bytes[i];

        Assert.Contains(code, EfiRules.Check(PeImage.Read("a.efi", image)).Select(f => f.Code));
    }

    [Theory]
    [InlineData("PE001", 0)]
    [InlineData("PE002", 61)]
    [InlineData("PE003", 0x40)]
    [InlineData("PE004", Optional)]
    [InlineData("PE005", Coff + 16)]
    public void WhatIsNoImageIsRefusedWithItsPlace(string code, int offset)
    {
        byte[] image = EfiLinker.Link([SampleObject.Read(Machine.X64)]).Image!;
        image[offset] = (byte)(code == "PE005" ? 0 : 0x77);

        Assert.Equal(code, Assert.Throws<Bq2.Efi.Binary.BadFormatException>(() => PeImage.Read("a.efi", image)).Fault.Code);
    }

    [Fact, Trait(Fuzzing.Category, Fuzzing.Fuzz)]
    public void SpoiledImagesAreFaultsAndNothingElse()
    {
        byte[] good = EfiLinker.Link([SampleObject.Read(Machine.Arm64)]).Image!;
        var random = Fuzzing.Random(3);
        const int rounds = 20_000;
        int faulty = 0;
        for (int round = 0; round < rounds; round++)
        {
            // Only in the headers: a spoiled instruction breaks no rule.
            byte[] bytes = [.. Fuzzing.Spoil(good[..HeaderLength], random), .. good[HeaderLength..]];
            try
            {
                faulty += EfiRules.Check(PeImage.Read("a.efi", bytes)).Count > 0 ? 1 : 0;
            }
            catch (Bq2.Efi.Binary.BadFormatException)
            {
                faulty++;
            }
        }

        Assert.InRange(faulty, rounds / 4, rounds - 1);
    }
}
