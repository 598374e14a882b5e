using Bq2.Efi.Coff;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Link;

/// <summary>The relocations that reach some distance, with what both machines call them, and where "far" may be.</summary>
internal static class RelocationKinds
{
    // What both machines have, under different numbers.
    public static readonly (Machine, int Address64, int ImageRelative, int Relative, int Section, int FromSection)[] Common =
    [
        (
            Machine.X64, (int)Amd64Relocation.Addr64, (int)Amd64Relocation.Addr32Nb, (int)Amd64Relocation.Rel32,
            (int)Amd64Relocation.Section, (int)Amd64Relocation.SectionRelative),
        (
            Machine.Arm64, (int)Arm64Relocation.Addr64, (int)Arm64Relocation.Addr32Nb, (int)Arm64Relocation.Rel32,
            (int)Arm64Relocation.Section, (int)Arm64Relocation.SectionRelative),
    ];

    public static readonly (Arm64Relocation Type, string Instruction, int Reach)[] Branches =
    [
        (Arm64Relocation.Branch26, "bl far", 128 << 20),
        (Arm64Relocation.Branch19, "b.eq far", 1 << 20),
        (Arm64Relocation.Branch19, "cbz x0, far", 1 << 20),
        (Arm64Relocation.Branch14, "tbz x0, #3, far", 32 << 10),
    ];

    public static readonly (string Instruction, int Size)[] Loads =
    [
        ("ldrb w0,", 1), ("strb w0,", 1), ("ldrsb x0,", 1), ("ldr b0,", 1),
        ("ldrh w0,", 2), ("strh w0,", 2), ("ldr h0,", 2),
        ("ldr w0,", 4), ("str w0,", 4), ("ldrsw x0,", 4), ("ldr s0,", 4),
        ("ldr x0,", 8), ("str x0,", 8), ("ldr d0,", 8),
        ("ldr q0,", 16), ("str q0,", 16),
    ];

    // The instruction stands at 0x1004 of the image and what has no bytes in the file from 0x2000 on.
    public static long Ahead(long distance) => distance + 0x1004 - 0x2000;

    // far is at 0x1004, room begins at 0x2000, and code of another name follows it on a page of its own.
    public static string Behind(string instruction, long distance)
    {
        long at = 0x1004 + distance, page = at & ~0xfffL;
        return $".bss\n.zero {page - 0x2000}\n.section zcode,\"xr\"\n.zero {at - page}\n{instruction}";
    }
}
