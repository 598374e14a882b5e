using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;
using static Bq2.Tests.Efi.Link.FarReference;

namespace Bq2.Tests.Efi.Link;

/// <summary>Every type of relocation at both ends of what its field holds, where lld-link must agree to the byte.</summary>
public sealed class RelocationsInRangeTests
{
    [Needs("lld-link llvm-mc")]
    [MemberData(nameof(Fits))]
    public void RelocationsInRangeEqualLlds(Machine machine, int type, string from, string home, long value)
    {
        using var temp = new TempFolder();
        var objects = Objects(temp, machine, type, from, home, value);

        Lld.AssertSameSections(machine, Lld.Link(temp, [.. objects.Select(o => o.Path)]), Lld.LikeLld(objects));
    }

    /// <summary>lld-link refuses the same relocation types, and loads that no instruction can encode.</summary>
    [Needs("lld-link llvm-mc")]
    [InlineData(Machine.X64, (int)Amd64Relocation.SectionRelative7)]
    [InlineData(Machine.X64, (int)Amd64Relocation.Token)]
    [InlineData(Machine.X64, (int)Amd64Relocation.SpanRelative32)]
    [InlineData(Machine.X64, (int)Amd64Relocation.Pair)]
    [InlineData(Machine.X64, (int)Amd64Relocation.Span32)]
    [InlineData(Machine.X64, 17)]
    [InlineData(Machine.Arm64, (int)Arm64Relocation.Token)]
    [InlineData(Machine.Arm64, 18)]
    public void LldRefusesTheSameTypes(Machine machine, int type)
    {
        using var temp = new TempFolder();
        var objects = Objects(temp, machine, type, ".data\n.long far@IMGREL", Absolute, 0);

        RealTool.LldLink.Run(
            [.. objects.Select(o => o.Path),
                $"/out:{temp["a.efi"]}", "/subsystem:efi_application", "/entry:EfiMain", "/nodefaultlib"]).Objects();
        string name = machine == Machine.X64 ? $"{(Amd64Relocation)type}" : $"{(Arm64Relocation)type}";
        Assert.Contains(
            $"the {name} relocation in .data+0x0", Assert.Single(EfiLinker.Link(objects).Faults).Message,
            StringComparison.Ordinal);
    }

    /// <summary>The type that says "nothing to do here"; lld-link does not know it.</summary>
    [Needs("llvm-mc")]
    [InlineData(Machine.X64)]
    [InlineData(Machine.Arm64)]
    public void AbsoluteRelocationsChangeNothing(Machine machine)
    {
        using var temp = new TempFolder();
        var link = EfiLinker.Link(Objects(temp, machine, (int)Amd64Relocation.Absolute, ".data\n.long far@IMGREL+5", Data, 0));

        Assert.Equal(5, BitConverter.ToInt32(PeImage.Read("a.efi", link.Image).Data(1)));
    }

    public static TheoryData<Machine, int, string, string, long> Fits()
    {
        var rows = new TheoryData<Machine, int, string, string, long>();
        foreach (var (machine, address64, imageRelative, relative, section, fromSection) in RelocationKinds.Common)
        {
            // 64-bit fields wrap as addresses do.
            rows.Add(machine, address64, ".data\n.quad far+0x7fffffffffffffff", Data, 0);
            rows.Add(machine, address64, ".data\n.quad far-0x7fffffffffffffff", Data, 0);
            rows.Add(machine, address64, ".data\n.quad far", Absolute, 0xffff_ffff);

            rows.Add(machine, imageRelative, ".data\n.long far@IMGREL+0x7fffffff", Absolute, 0x8000_0000);
            rows.Add(machine, imageRelative, ".data\n.long far@IMGREL-0x1000", Absolute, 0x1000);

            // far - P is 0x1000 from .rdata to .data, and -0x1ffc from .data to the second object's .text.
            rows.Add(machine, relative, $".section .rdata,\"dr\"\n.long far-.+{int.MaxValue - 0x1000}", Data, 0);
            rows.Add(machine, relative, $".section .rdata,\"dr\"\n.quad 0\n.data\n.long far-.-{0x8000_0000 - 0x1ffc}", Code, 0);
            rows.Add(machine, section, ".data\n.secidx far\n.short 0", Data, 0);
            rows.Add(machine, section, ".data\n.long far@IMGREL+65533", Data, 0);
            rows.Add(machine, fromSection, ".data\n.secrel32 far", Room, 0x2000_0000);
            rows.Add(machine, fromSection, ".data\n.long far@IMGREL+0x7fffffff", Room, 0x2000_0000);
        }

        for (int n = 1; n <= 5; n++)
        {
            rows.Add(
                Machine.X64, (int)Amd64Relocation.Rel32 + n, $".section .rdata,\"dr\"\n.long far-.+{int.MaxValue - 0x1000 + n}",
                Data, 0);
            rows.Add(
                Machine.X64, (int)Amd64Relocation.Rel32 + n,
                $".section .rdata,\"dr\"\n.quad 0\n.data\n.long far-.-{0x8000_0000 - 0x1ffc - n}", Code, 0);
        }

        foreach (var (type, instruction, reach) in RelocationKinds.Branches)
        {
            rows.Add(Machine.Arm64, (int)type, instruction, Room, RelocationKinds.Ahead(reach - 4));

            // The very last place behind is for our own tests: lld looks from the next instruction, and brings a thunk.
            rows.Add(Machine.Arm64, (int)type, RelocationKinds.Behind(instruction, reach - 8), Code, 0);
        }

        rows.Add(Machine.Arm64, (int)Arm64Relocation.Rel21, "adr x0, far", Room, RelocationKinds.Ahead((1 << 20) - 1));
        rows.Add(Machine.Arm64, (int)Arm64Relocation.Rel21, RelocationKinds.Behind("adr x0, far", 1 << 20), Code, 0);
        rows.Add(Machine.Arm64, (int)Arm64Relocation.PageBaseRel21, "adrp x0, far+0x1fff", Absolute, 0xffff_f000);
        rows.Add(Machine.Arm64, (int)Arm64Relocation.PageBaseRel21, "adrp x0, far-1", Room, 0);
        rows.Add(Machine.Arm64, (int)Arm64Relocation.PageOffset12A, "add x0, x0, :lo12:far", Room, 0x4fff);
        rows.Add(Machine.Arm64, (int)Arm64Relocation.PageOffset12A, "add x0, x0, :lo12:far+5", Room, 0x4ffa);
        rows.Add(Machine.Arm64, (int)Arm64Relocation.SectionRelativeLow12A, "add x0, x0, :secrel_lo12:far", Room, 0x4ffd);
        rows.Add(Machine.Arm64, (int)Arm64Relocation.SectionRelativeHigh12A, "add x0, x0, :secrel_hi12:far", Room, 0xff_ffff);
        foreach (var (instruction, size) in RelocationKinds.Loads)
        {
            rows.Add(Machine.Arm64, (int)Arm64Relocation.PageOffset12L, $"{instruction} [x1, :lo12:far]", Room, 0x5000 - size);
            rows.Add(Machine.Arm64, (int)Arm64Relocation.PageOffset12L, $"{instruction} [x1, :lo12:far+{size}]", Room, 0x5000);
            rows.Add(
                Machine.Arm64, (int)Arm64Relocation.SectionRelativeLow12L, $"{instruction} [x1, :secrel_lo12:far]", Room,
                0x5000 - size);
        }

        return rows;
    }
}
