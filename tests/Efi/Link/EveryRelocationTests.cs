using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Link;

/// <summary>
/// Every type of relocation at both ends of what its field holds, where lld-link must agree to the byte, and one step
/// beyond, where lld-link mostly goes on with a wrapped number and we must not.
/// </summary>
public sealed class EveryRelocationTests
{
    // One object of each pair refers to "far" once, the other one defines it. .text is at 0x1000 and begins with an
    // instruction; what else there is begins on pages of its own, in the order .rdata, .data with .bss, others.
    private const string Start = ".text\n.globl EfiMain\n.p2align 2\nEfiMain: ret\n.p2align 2, 0\n";

    private const string Absolute = "", Code = ".text", Data = ".data", Room = ".bss";

    // What both machines have, under different numbers.
    private static readonly (Machine, int Address64, int ImageRelative, int Relative, int Section, int FromSection)[] s_common =
    [
        (
            Machine.X64, (int)Amd64Relocation.Addr64, (int)Amd64Relocation.Addr32Nb, (int)Amd64Relocation.Rel32,
            (int)Amd64Relocation.Section, (int)Amd64Relocation.SectionRelative),
        (
            Machine.Arm64, (int)Arm64Relocation.Addr64, (int)Arm64Relocation.Addr32Nb, (int)Arm64Relocation.Rel32,
            (int)Arm64Relocation.Section, (int)Arm64Relocation.SectionRelative),
    ];

    private static readonly (Arm64Relocation Type, string Instruction, int Reach)[] s_branches =
    [
        (Arm64Relocation.Branch26, "bl far", 128 << 20),
        (Arm64Relocation.Branch19, "b.eq far", 1 << 20),
        (Arm64Relocation.Branch19, "cbz x0, far", 1 << 20),
        (Arm64Relocation.Branch14, "tbz x0, #3, far", 32 << 10),
    ];

    private static readonly (string Instruction, int Size)[] s_loads =
    [
        ("ldrb w0,", 1), ("strb w0,", 1), ("ldrsb x0,", 1), ("ldr b0,", 1),
        ("ldrh w0,", 2), ("strh w0,", 2), ("ldr h0,", 2),
        ("ldr w0,", 4), ("str w0,", 4), ("ldrsw x0,", 4), ("ldr s0,", 4),
        ("ldr x0,", 8), ("str x0,", 8), ("ldr d0,", 8),
        ("ldr q0,", 16), ("str q0,", 16),
    ];

    [Needs("lld-link llvm-mc")]
    [MemberData(nameof(Fits))]
    public void RelocationsInRangeEqualLlds(Machine machine, int type, string from, string home, long value)
    {
        using var temp = new TempFolder();
        var objects = Objects(temp, machine, type, from, home, value);

        Lld.AssertSameSections(machine, Lld.Link(temp, [.. objects.Select(o => o.Path)]), Lld.LikeLld(objects));
    }

    [Needs("llvm-mc")]
    [MemberData(nameof(DoesNotFit))]
    public void RelocationsOutOfRangeAreRefusedByDistance(Machine machine, int type, string from, string home, long value, string words)
    {
        using var temp = new TempFolder();
        var objects = Objects(temp, machine, type, from, home, value);

        var fault = Assert.Single(EfiLinker.Link(objects).Faults);

        string name = machine == Machine.X64 ? $"{(Amd64Relocation)type}" : $"{(Arm64Relocation)type}";
        var (section, relocation) = OnlyRelocation(objects[0]);
        string place = System.Text.Encoding.UTF8.GetString(objects[0].SectionName(section));
        Assert.Equal(("LNK014", objects[0].Path), (fault.Code, fault.Path));
        Assert.StartsWith($"the {name} relocation in ", fault.Message, StringComparison.Ordinal);
        Assert.EndsWith($", at {place}+0x{relocation.Offset:x}, to far {words}", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>lld-link is of our mind about what is no type for a program, and about loads that no instruction can say.</summary>
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
        foreach (var (machine, address64, imageRelative, relative, section, fromSection) in s_common)
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

        foreach (var (type, instruction, reach) in s_branches)
        {
            rows.Add(Machine.Arm64, (int)type, instruction, Room, Ahead(reach - 4));

            // The very last place behind is for our own tests: lld looks from the next instruction, and brings a thunk.
            rows.Add(Machine.Arm64, (int)type, Behind(instruction, reach - 8), Code, 0);
        }

        rows.Add(Machine.Arm64, (int)Arm64Relocation.Rel21, "adr x0, far", Room, Ahead((1 << 20) - 1));
        rows.Add(Machine.Arm64, (int)Arm64Relocation.Rel21, Behind("adr x0, far", 1 << 20), Code, 0);
        rows.Add(Machine.Arm64, (int)Arm64Relocation.PageBaseRel21, "adrp x0, far+0x1fff", Absolute, 0xffff_f000);
        rows.Add(Machine.Arm64, (int)Arm64Relocation.PageBaseRel21, "adrp x0, far-1", Room, 0);
        rows.Add(Machine.Arm64, (int)Arm64Relocation.PageOffset12A, "add x0, x0, :lo12:far", Room, 0x4fff);
        rows.Add(Machine.Arm64, (int)Arm64Relocation.PageOffset12A, "add x0, x0, :lo12:far+5", Room, 0x4ffa);
        rows.Add(Machine.Arm64, (int)Arm64Relocation.SectionRelativeLow12A, "add x0, x0, :secrel_lo12:far", Room, 0x4ffd);
        rows.Add(Machine.Arm64, (int)Arm64Relocation.SectionRelativeHigh12A, "add x0, x0, :secrel_hi12:far", Room, 0xff_ffff);
        foreach (var (instruction, size) in s_loads)
        {
            rows.Add(Machine.Arm64, (int)Arm64Relocation.PageOffset12L, $"{instruction} [x1, :lo12:far]", Room, 0x5000 - size);
            rows.Add(Machine.Arm64, (int)Arm64Relocation.PageOffset12L, $"{instruction} [x1, :lo12:far+{size}]", Room, 0x5000);
            rows.Add(
                Machine.Arm64, (int)Arm64Relocation.SectionRelativeLow12L, $"{instruction} [x1, :secrel_lo12:far]", Room,
                0x5000 - size);
        }

        return rows;
    }

    public static TheoryData<Machine, int, string, string, long, string> DoesNotFit()
    {
        var rows = new TheoryData<Machine, int, string, string, long, string>();
        const string Unsigned = "its field holds 0 to 4294967295", Signed = "bytes, its field holds -2147483648 to 2147483647";
        foreach (var (machine, address64, imageRelative, relative, section, fromSection) in s_common)
        {
            rows.Add(
                machine, imageRelative, ".data\n.long far@IMGREL+0x7fffffff", Absolute, 0x8000_0001,
                $"comes to 4294967296, {Unsigned}");
            rows.Add(machine, imageRelative, ".data\n.long far@IMGREL-0x1001", Absolute, 0x1000, $"comes to -1, {Unsigned}");
            rows.Add(
                machine, relative, $".section .rdata,\"dr\"\n.long far-.+{int.MaxValue - 0xfff}", Data, 0,
                $"spans +2147483648 {Signed}");
            rows.Add(
                machine, relative, $".section .rdata,\"dr\"\n.quad 0\n.data\n.long far-.-{0x8000_0000 - 0x1ffb}", Code, 0,
                $"spans -2147483649 {Signed}");
            rows.Add(machine, section, ".data\n.long far@IMGREL+65534", Data, 0, "comes to 65536, its field holds 0 to 65535");
            rows.Add(machine, fromSection, ".data\n.long far@IMGREL-5", Data, 0, $"comes to -1, {Unsigned}");
            rows.Add(machine, address64, ".data\n.short 1\n.long far@IMGREL", Data, 0, "does not lie inside its section");
        }

        for (int n = 1; n <= 5; n++)
        {
            rows.Add(
                Machine.X64, (int)Amd64Relocation.Rel32 + n, $".section .rdata,\"dr\"\n.long far-.+{int.MaxValue - 0xfff + n}",
                Data, 0, $"spans +2147483648 {Signed}");
            rows.Add(
                Machine.X64, (int)Amd64Relocation.Rel32 + n,
                $".section .rdata,\"dr\"\n.quad 0\n.data\n.long far-.-{0x8000_0000 - 0x1ffb - n}", Code, 0,
                $"spans -2147483649 {Signed}");
        }

        foreach (var (type, instruction, reach) in s_branches)
        {
            string held = $"bytes, its field holds {-reach} to {reach - 1}";
            rows.Add(Machine.Arm64, (int)type, instruction, Room, Ahead(reach), $"spans {reach:+#} {held}");
            // Into code behind a thunk goes (ThunkTests); what is ahead here is no code.
            rows.Add(
                Machine.Arm64, (int)type, instruction, Room, Ahead(0x2002),
                "spans 8194 bytes, which is not a whole number of instructions");
        }

        const string Held21 = "bytes, its field holds -1048576 to 1048575";
        rows.Add(Machine.Arm64, (int)Arm64Relocation.Rel21, "adr x0, far", Room, Ahead(1 << 20), $"spans +1048576 {Held21}");
        rows.Add(Machine.Arm64, (int)Arm64Relocation.Rel21, Behind("adr x0, far-1", 1 << 20), Code, 0, $"spans -1048577 {Held21}");
        rows.Add(
            Machine.Arm64, (int)Arm64Relocation.PageBaseRel21, "adrp x0, far+0x2000", Absolute, 0xffff_f000,
            "spans +4294967296 bytes, its field holds -4294967296 to 4294967295");
        rows.Add(
            Machine.Arm64, (int)Arm64Relocation.SectionRelativeHigh12A, "add x0, x0, :secrel_hi12:far", Room, 0x100_0000,
            "spans +16777216 bytes, its field holds -16777216 to 16777215");
        foreach (var (instruction, size) in s_loads.Where(load => load.Size > 1))
        {
            int half = size / 2;
            rows.Add(
                Machine.Arm64, (int)Arm64Relocation.PageOffset12L, $"{instruction} [x1, :lo12:far]", Room, 0x5000 + half,
                $"is at 0x{half:x} of its page, and is loaded {size} bytes at a time");
            rows.Add(
                Machine.Arm64, (int)Arm64Relocation.SectionRelativeLow12L, $"{instruction} [x1, :secrel_lo12:far]", Room, 0x5001,
                $"is at 0x1 of its page, and is loaded {size} bytes at a time");
        }

        const string Nobody = "which no UEFI program can use";
        foreach (
            var type in new[] { Amd64Relocation.SectionRelative7,
                Amd64Relocation.Token, Amd64Relocation.SpanRelative32, Amd64Relocation.Pair, Amd64Relocation.Span32 })
            rows.Add(Machine.X64, (int)type, ".data\n.long far@IMGREL", Absolute, 0, $"is of type {(int)type}, {Nobody}");
        rows.Add(Machine.Arm64, (int)Arm64Relocation.Token, ".data\n.long far@IMGREL", Absolute, 0, $"is of type 12, {Nobody}");
        foreach (var (machine, type) in new[] { (Machine.X64, (int)Amd64Relocation.Addr32), (Machine.Arm64, (int)Arm64Relocation.Addr32) })
            rows.Add(machine, type, ".data\n.long far", Data, 0, "is a 32-bit address, and firmware may load a 64-bit program above 4 GiB");
        return rows;
    }

    // The instruction stands at 0x1004 of the image and what has no bytes in the file from 0x2000 on.
    private static long Ahead(long distance) => distance + 0x1004 - 0x2000;

    // far is at 0x1004, room begins at 0x2000, and code of another name follows it on a page of its own.
    private static string Behind(string instruction, long distance)
    {
        long at = 0x1004 + distance, page = at & ~0xfffL;
        return $".bss\n.zero {page - 0x2000}\n.section zcode,\"xr\"\n.zero {at - page}\n{instruction}";
    }

    private static CoffObject[] Objects(TempFolder temp, Machine machine, int type, string from, string home, long value)
    {
        File.WriteAllBytes(temp["b.obj"], ObjectWithFar(machine, home, (uint)value));
        return [Retyped(Assembler.Assemble(temp, "a.obj", machine, $"{Start}{from}\n"), type), CoffObject.Read(temp["b.obj"])];
    }

    private static byte[] ObjectWithFar(Machine machine, string home, uint value)
    {
        const SectionTraits AlignBy4 = (SectionTraits)(3 << 20);
        var builder = new CoffBuilder(machine);
        short section = home switch
        {
            Absolute => -1,
            Room => builder.Reserve(Room, value + 4, 4),
            _ => builder.Section(home, (home == Code ? SampleObject.Code : SampleObject.Data) | AlignBy4, new byte[8]),
        };
        builder.Symbol("far", section, value);
        return builder.ToBytes();
    }

    /// <summary>The object with its only relocation of this type: there are some that no assembler makes.</summary>
    private static CoffObject Retyped(CoffObject made, int type)
    {
        var (section, relocation) = OnlyRelocation(made);
        if (relocation.Type != type)
        {
            byte[] bytes = [(byte)type, (byte)(type >> 8)];
            Spoil.Set(made.Path, made.Sections[section].PointerToRelocations + 8, bytes);
        }

        return CoffObject.Read(made.Path);
    }

    private static (int Section, CoffRelocation Relocation) OnlyRelocation(CoffObject made)
    {
        int section = Assert.Single(Enumerable.Range(0, made.Sections.Length), i => made.Relocations(i).Length > 0);
        return (section, Assert.Single(made.Relocations(section).ToArray()));
    }
}
