using System.Runtime.InteropServices;
using Bq2.Efi.Coff;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Link.Resolution;

/// <summary>
/// Symbols that compilers expect in every program and that C# cannot express. The linker supplies one if an object refers to it
/// and none defines it. A symbol that calls into the core library is supplied only if the core library has the method.
/// </summary>
internal static class RuntimeSymbols
{
    /// <summary>A symbol with its bytes and, if these call something, the call's offset and target.</summary>
    internal sealed record Part(string Name, byte[] Bytes)
    {
        public bool IsData { get; init; }

        public (uint Offset, string Target)? Call { get; init; }
    }

    /// <summary>The address of the loaded image; every linker for Windows defines it.</summary>
    public const string ImageBase = "__ImageBase";

    /// <summary>
    /// Tables of control-flow guard, and their lengths, for the parts of a C library that refer to them. They are empty: our images have
    /// no such tables, and no firmware would read them.
    /// </summary>
    public static readonly string[] Zeros =
    [
        "__guard_fids_table", "__guard_fids_count", "__guard_iat_table", "__guard_iat_count", "__guard_longjmp_table",
        "__guard_longjmp_count",
        "__guard_eh_cont_table", "__guard_eh_cont_count", "__guard_flags", "__enclave_config",
    ];

    /// <summary>The core library's method that resolves an interface call: (object, dispatch cell) to code.</summary>
    private const string DispatchResolver = "RhpCidResolve";

    /// <summary>
    /// The core library's method that ends a program: (exception, return address, stack pointer and frame pointer of the thrower).
    /// </summary>
    private const string Thrower = "Bq2Throw";

    private const SectionTraits Code = SectionTraits.Code | SectionTraits.Execute | SectionTraits.Read;
    private const SectionTraits Data = SectionTraits.InitializedData | SectionTraits.Read | SectionTraits.Write;

    // Functions with buffers on their stack store this word next to the return address, and compare it before they return. The value is
    // Microsoft's default: before a program's first instruction there is no source of random numbers.
    private static readonly Part s_cookie = new("__security_cookie", [0x32, 0xa2, 0xdf, 0x2d, 0x99, 0x2b, 0, 0]) { IsData = true };

    // A garbage collector would set this word to stop the program at its next call; we have none.
    private static readonly Part s_trap = new("RhpTrapThreads", [0, 0, 0, 0]) { IsData = true };

    // Write barriers: without a garbage collector only the store remains. They take their arguments in special registers and may change
    // few others, which a method written in C# cannot guarantee.

    private static readonly Part[] s_x64 =
    [
        s_cookie,
        s_trap,
        new("RhpGcPoll", [0xc3]),                                           // ret

        // The prologue of a large frame: lea r11, [rsp-N]; call RhpStackProbe; mov rsp, r11. Firmware maps its whole stack.
        new("RhpStackProbe", [0xc3]),                                       // ret

        // The same for C compilers, whose prologue subtracts rax itself.
        new("__chkstk", [0xc3]),                                            // ret
        new("RhpAssignRef", [0x48, 0x89, 0x11, 0xc3]),                      // mov [rcx], rdx; ret
        new("RhpCheckedAssignRef", [0x48, 0x89, 0x11, 0xc3]),
        new("RhpByRefAssignRef",
        [
            0x48, 0x8b, 0x0e,                                               // mov rcx, [rsi]
            0x48, 0x89, 0x0f,                                               // mov [rdi], rcx
            0x48, 0x83, 0xc6, 0x08,                                         // add rsi, 8
            0x48, 0x83, 0xc7, 0x08,                                         // add rdi, 8
            0xc3,                                                           // ret
        ]),

        // The exception is in rcx. The return address identifies the thrower.
        new("RhpThrowEx",
        [
            0x48, 0x8b, 0x14, 0x24,                                         // mov rdx, [rsp]
            0x4c, 0x8d, 0x44, 0x24, 0x08,                                   // lea r8, [rsp+8]
            0x49, 0x89, 0xe9,                                               // mov r9, rbp
            0x48, 0x83, 0xec, 0x28,                                         // sub rsp, 0x28: the callee's room, and 16 bytes aligned
            0xe8, 0, 0, 0, 0,                                               // call Bq2Throw
            0xcc,                                                           // int3
        ]) { Call = (17, Thrower) },

        // The processor's counter and its rate, which x86-64 does not report.
        new("Bq2ReadCounter",
        [
            0x0f, 0x31,                                                     // rdtsc
            0x48, 0xc1, 0xe2, 0x20,                                         // shl rdx, 32
            0x48, 0x09, 0xd0,                                               // or rax, rdx
            0xc3,                                                           // ret
        ]),
        new("Bq2ReadCounterRate", [0x31, 0xc0, 0xc3]),                      // xor eax, eax; ret

        // Calls a function that is passed after its own arguments, which are already in their registers.
        new("Bq2Call1", [0xff, 0xe2]),                                      // jmp rdx
        new("Bq2Call2", [0x41, 0xff, 0xe0]),                                // jmp r8
        new("Bq2Call3", [0x41, 0xff, 0xe1]),                                // jmp r9
        new("Bq2Call4", [0xff, 0x64, 0x24, 0x28]),                          // jmp [rsp+0x28]
        new("Bq2Call5", [0xff, 0x64, 0x24, 0x30]),                          // jmp [rsp+0x30]
        new("Bq2Call6", [0xff, 0x64, 0x24, 0x38]),                          // jmp [rsp+0x38]

        // The page tables, for a core library that hides memory while its program runs: CR3, with the lowest bit set if there are five
        // levels.
        new("Bq2ReadPageRoot",
        [
            0x0f, 0x20, 0xd8,                                               // mov rax, cr3
            0x0f, 0x20, 0xe1,                                               // mov rcx, cr4
            0xc1, 0xe9, 0x0c,                                               // shr ecx, 12
            0x83, 0xe1, 0x01,                                               // and ecx, 1
            0x48, 0x09, 0xc8,                                               // or rax, rcx
            0xc3,                                                           // ret
        ]),

        // (entry, value, address): also works if the table itself is write-protected.
        new("Bq2WritePageEntry",
        [
            0x0f, 0x20, 0xc0,                                               // mov rax, cr0
            0x49, 0x89, 0xc1,                                               // mov r9, rax
            0x48, 0x0f, 0xba, 0xf0, 0x10,                                   // btr rax, 16: write protection
            0x0f, 0x22, 0xc0,                                               // mov cr0, rax
            0x48, 0x89, 0x11,                                               // mov [rcx], rdx
            0x41, 0x0f, 0x22, 0xc1,                                         // mov cr0, r9
            0x41, 0x0f, 0x01, 0x38,                                         // invlpg [r8]
            0xc3,                                                           // ret
        ]),

        // Stores the GDT and IDT registers, 16 bytes apart; returns the task register.
        new("Bq2ReadTables",
        [
            0x0f, 0x01, 0x01,                                               // sgdt [rcx]
            0x0f, 0x01, 0x49, 0x10,                                         // sidt [rcx+0x10]
            0x31, 0xc0,                                                     // xor eax, eax
            0x0f, 0x00, 0xc8,                                               // str eax
            0xc3,                                                           // ret
        ]),
        new("Bq2LoadTables",
        [
            0x0f, 0x01, 0x11,                                               // lgdt [rcx]
            0x85, 0xd2,                                                     // test edx, edx
            0x74, 0x03,                                                     // jz: leave the task
            0x0f, 0x00, 0xda,                                               // ltr dx
            0xc3,                                                           // ret
        ]),

        // (method, stack pointer): calls it there.
        new("Bq2CallOnStack",
        [
            0x55,                                                           // push rbp
            0x48, 0x89, 0xe5,                                               // mov rbp, rsp
            0x48, 0x89, 0xd4,                                               // mov rsp, rdx
            0x48, 0x83, 0xec, 0x20,                                         // sub rsp, 0x20: the callee's room
            0xff, 0xd1,                                                     // call rcx
            0x48, 0x89, 0xec,                                               // mov rsp, rbp
            0x5d,                                                           // pop rbp
            0xc3,                                                           // ret
        ]),

        // (block, frame pointer, stack pointer): a finally block finds its method's locals through rbp, and may change any other register.
        // The callee-saved vector registers are not kept: the caller has nothing in them.
        new("Bq2CallFunclet",
        [
            0x55, 0x53, 0x56, 0x57,                                         // push rbp, rbx, rsi, rdi
            0x41, 0x54, 0x41, 0x55, 0x41, 0x56, 0x41, 0x57,                 // push r12 … r15
            0x48, 0x83, 0xec, 0x28,                                         // sub rsp, 0x28: the callee's room, and 16 bytes aligned
            0x48, 0x89, 0xd5,                                               // mov rbp, rdx
            0x48, 0x89, 0xc8,                                               // mov rax, rcx
            0x4c, 0x89, 0xc1,                                               // mov rcx, r8
            0xff, 0xd0,                                                     // call rax
            0x48, 0x83, 0xc4, 0x28,                                         // add rsp, 0x28
            0x41, 0x5f, 0x41, 0x5e, 0x41, 0x5d, 0x41, 0x5c,                 // pop r15 … r12
            0x5f, 0x5e, 0x5b, 0x5d,                                         // pop rdi, rsi, rbx, rbp
            0xc3,                                                           // ret
        ]),
        new("Bq2MoveStack", [0xcc]),                                        // int3: for AArch64 only

        // Reached by call [r11], r11 is the dispatch cell: saves every argument, resolves the call, and jumps.
        new("RhpInitialDynamicInterfaceDispatch",
        [
            0x51,                                                           // push rcx
            0x52,                                                           // push rdx
            0x41, 0x50,                                                     // push r8
            0x41, 0x51,                                                     // push r9
            // sub rsp, 0x68: four vectors, the callee's home area, aligned to 16 bytes
            0x48, 0x83, 0xec, 0x68,
            0x66, 0x0f, 0x7f, 0x44, 0x24, 0x20,                             // movdqa [rsp+0x20], xmm0
            0x66, 0x0f, 0x7f, 0x4c, 0x24, 0x30,                             // movdqa [rsp+0x30], xmm1
            0x66, 0x0f, 0x7f, 0x54, 0x24, 0x40,                             // movdqa [rsp+0x40], xmm2
            0x66, 0x0f, 0x7f, 0x5c, 0x24, 0x50,                             // movdqa [rsp+0x50], xmm3
            0x4c, 0x89, 0xda,                                               // mov rdx, r11
            0xe8, 0, 0, 0, 0,                                               // call RhpCidResolve
            0x66, 0x0f, 0x6f, 0x44, 0x24, 0x20,                             // movdqa xmm0, [rsp+0x20]
            0x66, 0x0f, 0x6f, 0x4c, 0x24, 0x30,                             // movdqa xmm1, [rsp+0x30]
            0x66, 0x0f, 0x6f, 0x54, 0x24, 0x40,                             // movdqa xmm2, [rsp+0x40]
            0x66, 0x0f, 0x6f, 0x5c, 0x24, 0x50,                             // movdqa xmm3, [rsp+0x50]
            0x48, 0x83, 0xc4, 0x68,                                         // add rsp, 0x68
            0x41, 0x59,                                                     // pop r9
            0x41, 0x58,                                                     // pop r8
            0x5a,                                                           // pop rdx
            0x59,                                                           // pop rcx
            0xff, 0xe0,                                                     // jmp rax
        ]) { Call = (38, DispatchResolver) },
    ];

    private static readonly Part[] s_arm64 =
    [
        s_cookie,
        Words("__chkstk", 0xd65f03c0),                                      // ret: what C compilers have for a large frame
        s_trap,
        Words("RhpGcPoll", 0xd65f03c0),                                     // ret
        Words("RhpAssignRefArm64", 0xf80085cf, 0xd65f03c0),                 // str x15, [x14], #8; ret
        Words("RhpCheckedAssignRefArm64", 0xf80085cf, 0xd65f03c0),
        Words("RhpByRefAssignRefArm64", 0xf84085af, 0xf80085cf, 0xd65f03c0), // ldr x15, [x13], #8; str x15, [x14], #8; ret

        Words("RhpThrowEx",
            0xaa1e03e1,                                                     // mov x1, x30
            0x910003e2,                                                     // mov x2, sp
            0xaa1d03e3,                                                     // mov x3, x29
            0x94000000,                                                     // bl Bq2Throw
            0xd4200000) with { Call = (12, Thrower) },                      // brk #0
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
            0xd61f0200) with { Call = (48, DispatchResolver) },             // br x16
    ];

    public static IReadOnlyList<Part> For(Machine machine) => machine == Machine.X64 ? s_x64 : s_arm64;

    public static CoffBuilder MakeObject(Machine machine, IEnumerable<Part> parts)
    {
        var builder = new CoffBuilder(machine);
        foreach (var part in parts)
        {
            short section = builder.Section(part.IsData ? ".data" : ".text", part.IsData ? Data : Code, part.Bytes);
            builder.Symbol(part.Name, section);
            if (part.Call is { } call)
                builder.Relocation(section, call.Offset, CallOf(machine), builder.Symbol(call.Target));
        }

        return builder;
    }

    /// <summary>For a helper of NativeAOT's runtime: the construct that needs it.</summary>
    public static string? Explain(string name)
    {
        if (s_wishes.TryGetValue(name.Replace("Arm64", "", StringComparison.Ordinal), out string? construct))
            return $"{construct} wants it: the core library must export it, or the code must do without";
        if (name.StartsWith("__imp_", StringComparison.Ordinal))
            return "it is declared __declspec(dllimport), and a UEFI program imports nothing: give the object that defines it";
        return name.StartsWith("Rh", StringComparison.Ordinal)
            ? "a helper of NativeAOT's runtime: the core library must export it, or the code must do without what needs it"
            : null;
    }

    private static readonly Dictionary<string, string> s_wishes = new()
    {
        ["RhpNewFast"] = "new of a class",
        ["RhpNewArrayFast"] = "new of an array",
        ["RhpNewPtrArrayFast"] = "new of an array of references",
        ["RhpReversePInvoke"] = "an [UnmanagedCallersOnly] method",
        ["RhpReversePInvokeReturn"] = "an [UnmanagedCallersOnly] method",
        ["RhpPInvoke"] = "a call through a delegate* unmanaged",
        ["RhpPInvokeReturn"] = "a call through a delegate* unmanaged",
        ["RhpThrowEx"] = "throw",
        ["RhpFallbackFailFast"] = "stackalloc or a fixed buffer",
        ["RhpInitialDynamicInterfaceDispatch"] = "a call through an interface",
        ["fmod"] = "the % of two doubles",
        ["fmodf"] = "the % of two floats",
        ["_tls_index"] = "[ThreadStatic]",
    };

    private static ushort CallOf(Machine machine) =>
        machine == Machine.X64 ? (ushort)Amd64Relocation.Rel32 : (ushort)Arm64Relocation.Branch26;

    private static Part Words(string name, params ReadOnlySpan<uint> words) => new(name, MemoryMarshal.AsBytes(words).ToArray());
}
