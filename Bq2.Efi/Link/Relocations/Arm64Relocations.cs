using System.Buffers.Binary;
using Bq2.Efi.Coff;

namespace Bq2.Efi.Link.Relocations;

/// <summary>
/// The relocations of AArch64, with S the target's address and P the field's. Most fields are the immediate of an
/// instruction; what is in it already is added.
/// </summary>
internal static class Arm64Relocations
{
    public static Verdict Apply(Arm64Relocation type, in RelocationPlace place, in RelocationTarget target) => type switch
    {
        Arm64Relocation.Absolute => Verdict.Done,
        Arm64Relocation.Addr64 => FieldRelocations.Add64(place, target.Address),
        Arm64Relocation.Addr32Nb => FieldRelocations.AddUnsigned32(place, target.Address),
        Arm64Relocation.Rel32 => FieldRelocations.AddSigned32(place, target.Address - (place.Address + 4)),
        Arm64Relocation.Section => FieldRelocations.Add16(place, target.SectionNumber),
        Arm64Relocation.SectionRelative
            or (>= Arm64Relocation.SectionRelativeLow12A and <= Arm64Relocation.SectionRelativeLow12L) when !target.IsInSection =>
            FieldRelocations.RefuseWithoutSection,
        Arm64Relocation.SectionRelative => FieldRelocations.AddUnsigned32(place, target.FromSection),
        Arm64Relocation.Addr32 => FieldRelocations.RefuseAbsolute32,
        _ when place.Bytes.Length < sizeof(uint) => Verdict.Truncated,
        Arm64Relocation.Branch26 or Arm64Relocation.Branch19 or Arm64Relocation.Branch14 => Branch(type, place, target),
        Arm64Relocation.PageBaseRel21 => PageBase(place, target),
        Arm64Relocation.Rel21 => Address(place, target),
        Arm64Relocation.PageOffset12A => AddImmediate(place, target.Address & 0xfff),
        Arm64Relocation.PageOffset12L => LoadImmediate(place, target.Address & 0xfff),
        Arm64Relocation.SectionRelativeLow12A => AddImmediate(place, target.FromSection & 0xfff),
        Arm64Relocation.SectionRelativeHigh12A => HighImmediate(place, target.FromSection >> 12),
        Arm64Relocation.SectionRelativeLow12L => LoadImmediate(place, target.FromSection & 0xfff),
        _ => Verdict.Refused($"is of type {(ushort)type}, which no UEFI program can use"),
    };

    /// <summary>What a branch adds to its symbol's address.</summary>
    public static long BranchAddend(Arm64Relocation type, uint code)
    {
        var (shift, bits) = BranchField(type);
        return 4L * SignExtend((code & Mask(shift, bits)) >> shift, bits);
    }

    /// <summary>Makes a branch add nothing.</summary>
    public static void ClearBranch(Arm64Relocation type, in RelocationPlace place)
    {
        var (shift, bits) = BranchField(type);
        Write(place, Read(place) & ~Mask(shift, bits));
    }

    private static (int Shift, int Bits) BranchField(Arm64Relocation type) =>
        type == Arm64Relocation.Branch26 ? (0, 26) : (5, type == Arm64Relocation.Branch19 ? 19 : 14);

    private static uint Mask(int shift, int bits) => (1u << bits) - 1 << shift;

    // imm = (S - P) / 4, signed.
    private static Verdict Branch(Arm64Relocation type, in RelocationPlace place, in RelocationTarget target)
    {
        uint code = Read(place);
        var (shift, bits) = BranchField(type);
        uint mask = Mask(shift, bits);
        long distance = target.Address - place.Address + BranchAddend(type, code);
        if ((distance & 3) != 0)
            return Verdict.Refused($"spans {distance} bytes, which is not a whole number of instructions");
        if (!Fits(distance >> 2, bits))
            return Verdict.TooFar(distance, bits + 2);
        return Write(place, code & ~mask | (uint)(distance >> 2) << shift & mask);
    }

    // ADRP: imm = page(S + A) - page(P), in pages. The addend A in the field counts bytes.
    private static Verdict PageBase(in RelocationPlace place, in RelocationTarget target)
    {
        uint code = Read(place);
        long pages = (target.Address + SplitImmediate(code) >> 12) - (place.Address >> 12);
        return Fits(pages, 21) ? Write(place, WithSplitImmediate(code, pages)) : Verdict.TooFar(pages << 12, 33);
    }

    // ADR: imm = S + A - P.
    private static Verdict Address(in RelocationPlace place, in RelocationTarget target)
    {
        uint code = Read(place);
        long distance = target.Address + SplitImmediate(code) - place.Address;
        return Fits(distance, 21) ? Write(place, WithSplitImmediate(code, distance)) : Verdict.TooFar(distance, 21);
    }

    // ADD: the sum wraps inside the page, as ADRP has fetched the page itself.
    private static Verdict AddImmediate(in RelocationPlace place, long value) =>
        Write(place, WithImmediate12(Read(place), Immediate12(place) + value & 0xfff));

    // LDR, STR: the immediate counts units of what is loaded, so the address must be a whole number of them.
    private static Verdict LoadImmediate(in RelocationPlace place, long value)
    {
        uint code = Read(place);
        bool isVector128 = (code & 0x0480_0000) == 0x0480_0000;
        int scale = (int)(code >> 30) + (isVector128 ? 4 : 0);
        if ((value & (1L << scale) - 1) != 0)
            return Verdict.Refused($"is at 0x{value:x} of its page, and is loaded {1 << scale} bytes at a time");
        return Write(place, WithImmediate12(code, Immediate12(place) + (value >> scale) & 0xfff >> scale));
    }

    private static Verdict HighImmediate(in RelocationPlace place, long value) =>
        value is < 0 or > 0xfff
            ? Verdict.TooFar(value << 12, 25)
            : Write(place, WithImmediate12(Read(place), Immediate12(place) + value & 0xfff));

    private static uint Read(in RelocationPlace place) => BinaryPrimitives.ReadUInt32LittleEndian(place.Bytes);

    private static Verdict Write(in RelocationPlace place, uint code)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(place.Bytes, code);
        return Verdict.Done;
    }

    private static bool Fits(long value, int bits) => value >> bits - 1 is 0 or -1;

    private static long SignExtend(uint value, int bits) => (long)((ulong)value << 64 - bits) >> 64 - bits;

    private static long Immediate12(in RelocationPlace place) => Read(place) >> 10 & 0xfff;

    private static uint WithImmediate12(uint code, long value) => code & ~(0xfffu << 10) | (uint)value << 10;

    // ADR and ADRP keep the two low bits of 21 at 29 and the others at 5.
    private static long SplitImmediate(uint code) => SignExtend(code >> 29 & 3 | code >> 3 & 0x1f_fffc, 21);

    private static uint WithSplitImmediate(uint code, long value) =>
        code & 0x9f00_001f | (uint)(value & 3) << 29 | (uint)(value >> 2 & 0x7_ffff) << 5;
}
