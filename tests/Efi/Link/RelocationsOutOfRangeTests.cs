using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;
using static Bq2.Tests.Efi.Link.FarReference;

namespace Bq2.Tests.Efi.Link;

/// <summary>
/// Every type of relocation one step beyond what its field holds: lld-link mostly goes on with a wrapped number and we must not.
/// </summary>
public sealed class RelocationsOutOfRangeTests
{
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

    public static TheoryData<Machine, int, string, string, long, string> DoesNotFit()
    {
        var rows = new TheoryData<Machine, int, string, string, long, string>();
        const string Unsigned = "its field holds 0 to 4294967295", Signed = "bytes, its field holds -2147483648 to 2147483647";
        foreach (var (machine, address64, imageRelative, relative, section, fromSection) in RelocationKinds.Common)
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

        foreach (var (type, instruction, reach) in RelocationKinds.Branches)
        {
            string held = $"bytes, its field holds {-reach} to {reach - 1}";
            rows.Add(Machine.Arm64, (int)type, instruction, Room, RelocationKinds.Ahead(reach), $"spans {reach:+#} {held}");
            // Into code behind a thunk goes (ThunkTests); what is ahead here is no code.
            rows.Add(
                Machine.Arm64, (int)type, instruction, Room, RelocationKinds.Ahead(0x2002),
                "spans 8194 bytes, which is not a whole number of instructions");
        }

        const string Held21 = "bytes, its field holds -1048576 to 1048575";
        rows.Add(
            Machine.Arm64, (int)Arm64Relocation.Rel21, "adr x0, far", Room, RelocationKinds.Ahead(1 << 20),
            $"spans +1048576 {Held21}");
        rows.Add(
            Machine.Arm64, (int)Arm64Relocation.Rel21, RelocationKinds.Behind("adr x0, far-1", 1 << 20), Code, 0,
            $"spans -1048577 {Held21}");
        rows.Add(
            Machine.Arm64, (int)Arm64Relocation.PageBaseRel21, "adrp x0, far+0x2000", Absolute, 0xffff_f000,
            "spans +4294967296 bytes, its field holds -4294967296 to 4294967295");
        rows.Add(
            Machine.Arm64, (int)Arm64Relocation.SectionRelativeHigh12A, "add x0, x0, :secrel_hi12:far", Room, 0x100_0000,
            "spans +16777216 bytes, its field holds -16777216 to 16777215");
        foreach (var (instruction, size) in RelocationKinds.Loads.Where(load => load.Size > 1))
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
}
