using System.Buffers.Binary;
using Bq2.Efi.Coff;
using Bq2.Efi.Link.Relocations;

namespace Bq2.Tests.Efi.Link;

/// <summary>Each relocation at the last value its field holds, and one beyond.</summary>
public sealed class RelocationTests
{
    private const long Place = 0x4000_0000;

    [Theory]
    [InlineData(Amd64Relocation.Addr32Nb, 0, 0xffff_ffffL, 0xffff_ffffu)]
    [InlineData(Amd64Relocation.Addr32Nb, 5, 0x1000, 0x1005u)]
    [InlineData(Amd64Relocation.Rel32, 0, Place + 4 + 0x7fff_ffffL, 0x7fff_ffffu)]
    [InlineData(Amd64Relocation.Rel32, 0, Place + 4 - 0x8000_0000L, 0x8000_0000u)]
    [InlineData(Amd64Relocation.Rel32, 0xffff_fffc, Place + 8, 0u)]                    // ilc's addend of -4
    [InlineData(Amd64Relocation.Rel32Plus4, 0, Place + 8, 0u)]
    [InlineData(Amd64Relocation.SectionRelative, 1, 0x1234, 0x235u)]                   // the section is at 0x1000
    [InlineData(Amd64Relocation.Section, 0, 0, 3u)]
    public void Amd64FieldsTakeWhatFits(object type, uint field, long target, uint expected) =>
        Assert.Equal(expected, Amd64(type, field, target).Field);

    [Theory]
    [InlineData(Amd64Relocation.Addr32Nb, 1, 0xffff_ffffL)]
    [InlineData(Amd64Relocation.Addr32Nb, 0xffff_ffff, 0)]
    [InlineData(Amd64Relocation.Rel32, 0, Place + 4 + 0x8000_0000L)]
    [InlineData(Amd64Relocation.Rel32, 0, Place + 4 - 0x8000_0001L)]
    [InlineData(Amd64Relocation.Addr32, 0, 0x1000)]
    [InlineData((Amd64Relocation)13, 0, 0x1000)]
    public void Amd64RefusesWhatDoesNot(object type, uint field, long target)
    {
        var (verdict, after) = Amd64((Amd64Relocation)type, field, target);

        Assert.NotNull(verdict.Refusal);
        Assert.Equal(field, after);
    }

    [Theory]
    [InlineData(Arm64Relocation.Branch26, 0x9400_0000, Place + 0x07ff_fffc, 0x95ff_ffffu)]
    [InlineData(Arm64Relocation.Branch26, 0x9400_0000, Place - 0x0800_0000, 0x9600_0000u)]
    [InlineData(Arm64Relocation.Branch19, 0x5400_0000, Place + 0x000f_fffc, 0x547f_ffe0u)]
    [InlineData(Arm64Relocation.Branch14, 0x3600_0000, Place - 0x8000, 0x3604_0000u)]
    [InlineData(Arm64Relocation.PageBaseRel21, 0x9000_0000, Place + 0x1fff, 0xb000_0000u)]
    [InlineData(Arm64Relocation.PageBaseRel21, 0x9000_0000, Place - 1, 0xf0ff_ffe0u)]
    [InlineData(Arm64Relocation.PageBaseRel21, 0x9000_0000, Place + 0xffff_ffffL, 0xf07f_ffe0u)]
    [InlineData(Arm64Relocation.Rel21, 0x1000_0000, Place + 0xf_ffff, 0x707f_ffe0u)]
    [InlineData(Arm64Relocation.PageOffset12A, 0x9100_0000, 0x1fff, 0x913f_fc00u)]
    [InlineData(Arm64Relocation.PageOffset12L, 0xf940_0000, 0x1ff8, 0xf947_fc00u)]       // eight bytes at a time
    [InlineData(Arm64Relocation.PageOffset12L, 0x3dc0_0000, 0x1ff0, 0x3dc3_fc00u)]       // a vector: sixteen
    [InlineData(Arm64Relocation.SectionRelativeHigh12A, 0x9140_0000, 0x2fff, 0x9140_0400u)]
    [InlineData(Arm64Relocation.SectionRelativeLow12A, 0x9100_0000, 0x2fff, 0x913f_fc00u)]
    [InlineData(Arm64Relocation.Rel32, 0, Place + 8, 4u)]
    public void Arm64FieldsTakeWhatFits(object type, uint field, long target, uint expected) =>
        Assert.Equal(expected, Arm64(type, field, target).Field);

    [Theory]
    [InlineData(Arm64Relocation.Branch26, 0x9400_0000, Place + 0x0800_0000)]
    [InlineData(Arm64Relocation.Branch26, 0x9400_0000, Place - 0x0800_0004)]
    [InlineData(Arm64Relocation.Branch26, 0x9400_0000, Place + 2)]
    [InlineData(Arm64Relocation.Branch19, 0x5400_0000, Place + 0x0010_0000)]
    [InlineData(Arm64Relocation.Branch14, 0x3600_0000, Place + 0x8000)]
    [InlineData(Arm64Relocation.PageBaseRel21, 0x9000_0000, Place + 0x1_0000_0000)]
    [InlineData(Arm64Relocation.Rel21, 0x1000_0000, Place + 0x10_0000)]
    [InlineData(Arm64Relocation.PageOffset12L, 0xf940_0000, 0x1ffc)]
    [InlineData(Arm64Relocation.Addr32, 0, 0x1000)]
    [InlineData(Arm64Relocation.SectionRelativeHigh12A, 0x9140_0000, 0x1000 + (0x1000 << 12))]
    [InlineData((Arm64Relocation)12, 0, 0x1000)]
    public void Arm64RefusesWhatDoesNot(object type, uint field, long target)
    {
        var (verdict, after) = Arm64((Arm64Relocation)type, field, target);

        Assert.NotNull(verdict.Refusal);
        Assert.Equal(field, after);
    }

    [Fact]
    public void AnAddressIsAddedToItsField()
    {
        Span<byte> field = [7, 0, 0, 0, 0, 0, 0, 0];
        var verdict = Amd64Relocations.Apply(Amd64Relocation.Addr64, new(field, Place), new(0x1000, 0x1000, 1));

        Assert.Equal(Verdict.Done, verdict);
        Assert.Equal(0x1007, BinaryPrimitives.ReadInt64LittleEndian(field));
    }

    [Fact]
    public void AFieldThatSticksOutOfItsSectionIsRefused() =>
        Assert.Equal(Verdict.Truncated, Amd64Relocations.Apply(Amd64Relocation.Addr64, new(new byte[7], Place), new(0x1000, 0x1000, 1)));

    private static (Verdict Verdict, uint Field) Amd64(object type, uint field, long target)
    {
        byte[] bytes = BitConverter.GetBytes(field);
        var verdict = Amd64Relocations.Apply((Amd64Relocation)type, new(bytes, Place), new(target, 0x1000, 3));
        return (verdict, BitConverter.ToUInt32(bytes));
    }

    private static (Verdict Verdict, uint Field) Arm64(object type, uint field, long target)
    {
        byte[] bytes = BitConverter.GetBytes(field);
        var verdict = Arm64Relocations.Apply((Arm64Relocation)type, new(bytes, Place), new(target, 0x1000, 3));
        return (verdict, BitConverter.ToUInt32(bytes));
    }
}
