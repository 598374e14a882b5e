namespace Bq2.Efi.Link.Resolution;

/// <summary>The code of <see cref="RuntimeSymbols"/> for x86_64, with its instructions beside it.</summary>
internal static class RuntimeCodeForX64
{
    // Write barriers: without a garbage collector only the store remains. They take their arguments in special registers and may change
    // few others, which a method written in C# cannot guarantee.
    public static IReadOnlyList<RuntimeSymbols.Part> Parts { get; } =
    [
        RuntimeSymbols.Cookie,
        RuntimeSymbols.Trap,
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
        ]) { Call = (17, RuntimeSymbols.Thrower) },

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

        // The first instruction of a Linux program: the stack holds its arguments, as the kernel left them.
        new("Bq2LinuxStart",
        [
            0x48, 0x89, 0xe1,                                               // mov rcx, rsp
            0x31, 0xed,                                                     // xor ebp, ebp
            0x48, 0x83, 0xe4, 0xf0,                                         // and rsp, -0x10
            0x48, 0x83, 0xec, 0x20,                                         // sub rsp, 0x20: the callee's room
            0xe8, 0, 0, 0, 0,                                               // call LinuxMain
            0xcc,                                                           // int3
        ]) { Call = (14, RuntimeSymbols.LinuxMain) },

        // (number, six arguments): from Windows' calling convention to that of Linux' system calls.
        new("Bq2SystemCall",
        [
            0x57, 0x56,                                                     // push rdi, rsi
            0x48, 0x89, 0xc8,                                               // mov rax, rcx
            0x48, 0x89, 0xd7,                                               // mov rdi, rdx
            0x4c, 0x89, 0xc6,                                               // mov rsi, r8
            0x4c, 0x89, 0xca,                                               // mov rdx, r9
            0x4c, 0x8b, 0x54, 0x24, 0x38,                                   // mov r10, [rsp+0x38]
            0x4c, 0x8b, 0x44, 0x24, 0x40,                                   // mov r8, [rsp+0x40]
            0x4c, 0x8b, 0x4c, 0x24, 0x48,                                   // mov r9, [rsp+0x48]
            0x0f, 0x05,                                                     // syscall: changes rcx and r11 as well
            0x5e, 0x5f,                                                     // pop rsi, rdi
            0xc3,                                                           // ret
        ]),

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
        ]) { Call = (38, RuntimeSymbols.DispatchResolver) },
    ];
}
