using System.Runtime.InteropServices;

namespace Bq2.Efi.Link.Resolution;

/// <summary>The code of <see cref="RuntimeSymbols"/> for aarch64, with its instructions beside it.</summary>
internal static class RuntimeCodeForArm64
{
    // Write barriers: without a garbage collector only the store remains. They take their arguments in special registers and may change
    // few others, which a method written in C# cannot guarantee.
    public static IReadOnlyList<RuntimeSymbols.Part> Parts { get; } =
    [
        RuntimeSymbols.Cookie,
        Words("__chkstk", 0xd65f03c0),                                      // ret: what C compilers have for a large frame
        RuntimeSymbols.Trap,
        Words("RhpGcPoll", 0xd65f03c0),                                     // ret
        Words("RhpAssignRefArm64", 0xf80085cf, 0xd65f03c0),                 // str x15, [x14], #8; ret
        Words("RhpCheckedAssignRefArm64", 0xf80085cf, 0xd65f03c0),
        Words("RhpByRefAssignRefArm64", 0xf84085af, 0xf80085cf, 0xd65f03c0), // ldr x15, [x13], #8; str x15, [x14], #8; ret

        Words("RhpThrowEx",
            0xaa1e03e1,                                                     // mov x1, x30
            0x910003e2,                                                     // mov x2, sp
            0xaa1d03e3,                                                     // mov x3, x29
            0x94000000,                                                     // bl Bq2Throw
            0xd4200000) with { Call = (12, RuntimeSymbols.Thrower) },           // brk #0
        Words("Bq2ReadCounter", 0xd53be040, 0xd65f03c0),                    // mrs x0, cntvct_el0; ret
        Words("Bq2ReadCounterRate", 0xd53be000, 0xd65f03c0),                // mrs x0, cntfrq_el0; ret

        // Through x16: with branch target identification (BTI), a jump to a function's start must use x16 or x17.
        Words("Bq2Call1", 0xaa0103f0, 0xd61f0200),                          // mov x16, x1; br x16
        Words("Bq2Call2", 0xaa0203f0, 0xd61f0200),
        Words("Bq2Call3", 0xaa0303f0, 0xd61f0200),
        Words("Bq2Call4", 0xaa0403f0, 0xd61f0200),
        Words("Bq2Call5", 0xaa0503f0, 0xd61f0200),
        Words("Bq2Call6", 0xaa0603f0, 0xd61f0200),

        // For x86-64 only; the core library calls them after it has checked which machine it is on.
        Words("Bq2ReadPageRoot", 0xd4200000),                               // brk #0
        Words("Bq2WritePageEntry", 0xd4200000),
        Words("Bq2ReadTables", 0xd4200000),
        Words("Bq2LoadTables", 0xd4200000),

        // (method, stack pointer): calls it there.
        Words("Bq2CallOnStack",
            0xa9bf7bfd,                                                     // stp x29, x30, [sp, #-0x10]!
            0x910003fd,                                                     // mov x29, sp
            0x9100003f,                                                     // mov sp, x1
            0xd63f0000,                                                     // blr x0
            0x910003bf,                                                     // mov sp, x29
            0xa8c17bfd,                                                     // ldp x29, x30, [sp], #0x10
            0xd65f03c0),                                                    // ret

        // (block, frame pointer, stack pointer): a finally block finds its method's locals through x29, and may change any other register.
        Words("Bq2CallFunclet",
            0xa9ba7bfd,                                                     // stp x29, x30, [sp, #-0x60]!
            0xa90153f3, 0xa9025bf5, 0xa90363f7, 0xa9046bf9, 0xa90573fb,     // stp x19, x20, [sp, #0x10] … stp x27, x28, [sp, #0x50]
            0xaa0103fd,                                                     // mov x29, x1
            0xaa0003e9,                                                     // mov x9, x0
            0xaa0203e0,                                                     // mov x0, x2
            0xd63f0120,                                                     // blr x9
            0xa94153f3, 0xa9425bf5, 0xa94363f7, 0xa9446bf9, 0xa94573fb,     // ldp x19, x20, [sp, #0x10] … ldp x27, x28, [sp, #0x50]
            0xa8c67bfd,                                                     // ldp x29, x30, [sp], #0x60
            0xd65f03c0),                                                    // ret

        // A fault handler jumps here: x4 is the stack pointer, x5 the target.
        Words("Bq2MoveStack", 0x9100009f, 0xd61f00a0),                      // mov sp, x4; br x5

        Words("Bq2LinuxStart",
            0x910003e0,                                                     // mov x0, sp
            0xaa1f03fd, 0xaa1f03fe,                                         // mov x29, xzr; mov x30, xzr
            0x94000000,                                                     // bl LinuxMain
            0xd4200000) with { Call = (12, RuntimeSymbols.LinuxMain) },     // brk #0
        Words("Bq2SystemCall",
            0xaa0003e8,                                                     // mov x8, x0
            0xaa0103e0, 0xaa0203e1, 0xaa0303e2,                             // mov x0, x1 … mov x2, x3
            0xaa0403e3, 0xaa0503e4, 0xaa0603e5,                             // mov x3, x4 … mov x5, x6
            0xd4000001,                                                     // svc #0
            0xd65f03c0),                                                    // ret

        // Reached by blr, x11 is the dispatch cell: saves every argument, resolves the call, and jumps.
        Words("RhpInitialDynamicInterfaceDispatch",
            0xa9b27bfd,                                                     // stp x29, x30, [sp, #-0xe0]!
            0xa90107e0, 0xa9020fe2, 0xa90317e4, 0xa9041fe6,                 // stp x0, x1, [sp, #0x10] … stp x6, x7, [sp, #0x40]
            0xf9002be8,                                                     // str x8, [sp, #0x50]: where a large result goes
            0xad0307e0, 0xad040fe2, 0xad0517e4, 0xad061fe6,                 // stp q0, q1, [sp, #0x60] … stp q6, q7, [sp, #0xc0]
            0x910003fd,                                                     // mov x29, sp
            0xaa0b03e1,                                                     // mov x1, x11
            0x94000000,                                                     // bl RhpCidResolve
            0xaa0003f0,                                                     // mov x16, x0
            0xa94107e0, 0xa9420fe2, 0xa94317e4, 0xa9441fe6,                 // ldp x0, x1, [sp, #0x10] … ldp x6, x7, [sp, #0x40]
            0xf9402be8,                                                     // ldr x8, [sp, #0x50]
            0xad4307e0, 0xad440fe2, 0xad4517e4, 0xad461fe6,                 // ldp q0, q1, [sp, #0x60] … ldp q6, q7, [sp, #0xc0]
            0xa8ce7bfd,                                                     // ldp x29, x30, [sp], #0xe0
            0xd61f0200) with { Call = (48, RuntimeSymbols.DispatchResolver) },  // br x16
    ];

    private static RuntimeSymbols.Part Words(string name, params ReadOnlySpan<uint> words) =>
        new(name, MemoryMarshal.AsBytes(words).ToArray());
}
