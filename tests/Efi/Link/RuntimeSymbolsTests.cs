using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Link;

/// <summary>The machine code that the linker brings, against what an assembler makes of the same instructions.</summary>
public sealed class RuntimeSymbolsTests
{
    private const string Amd64Source = """
        .intel_syntax noprefix
        .section .text$RhpStackProbe,"xr"
        ret
        .section .text$__chkstk,"xr"
        ret
        .section .text$RhpAssignRef,"xr"
        mov [rcx], rdx
        ret
        .section .text$RhpCheckedAssignRef,"xr"
        mov [rcx], rdx
        ret
        .section .text$RhpByRefAssignRef,"xr"
        mov rcx, [rsi]
        mov [rdi], rcx
        add rsi, 8
        add rdi, 8
        ret
        .section .text$RhpThrowEx,"xr"
        mov rdx, [rsp]
        lea r8, [rsp+8]
        mov r9, rbp
        sub rsp, 0x28
        call Bq2Throw
        int3
        .section .text$RhpGcPoll,"xr"
        ret
        .section .text$Bq2ReadCounter,"xr"
        rdtsc
        shl rdx, 32
        or rax, rdx
        ret
        .section .text$Bq2ReadCounterRate,"xr"
        xor eax, eax
        ret
        .section .text$Bq2Call1,"xr"
        jmp rdx
        .section .text$Bq2Call2,"xr"
        jmp r8
        .section .text$Bq2Call3,"xr"
        jmp r9
        .section .text$Bq2Call4,"xr"
        jmp qword ptr [rsp+0x28]
        .section .text$Bq2Call5,"xr"
        jmp qword ptr [rsp+0x30]
        .section .text$Bq2Call6,"xr"
        jmp qword ptr [rsp+0x38]
        .section .text$Bq2ReadPageRoot,"xr"
        mov rax, cr3
        mov rcx, cr4
        shr ecx, 12
        and ecx, 1
        or rax, rcx
        ret
        .section .text$Bq2WritePageEntry,"xr"
        mov rax, cr0
        mov r9, rax
        btr rax, 16
        mov cr0, rax
        mov [rcx], rdx
        mov cr0, r9
        invlpg [r8]
        ret
        .section .text$Bq2ReadTables,"xr"
        sgdt [rcx]
        sidt [rcx+0x10]
        xor eax, eax
        str eax
        ret
        .section .text$Bq2LoadTables,"xr"
        lgdt [rcx]
        test edx, edx
        jz 1f
        ltr dx
        1: ret
        .section .text$Bq2CallOnStack,"xr"
        push rbp
        mov rbp, rsp
        mov rsp, rdx
        sub rsp, 0x20
        call rcx
        mov rsp, rbp
        pop rbp
        ret
        .section .text$Bq2CallFunclet,"xr"
        push rbp
        push rbx
        push rsi
        push rdi
        push r12
        push r13
        push r14
        push r15
        sub rsp, 0x28
        mov rbp, rdx
        mov rax, rcx
        mov rcx, r8
        call rax
        add rsp, 0x28
        pop r15
        pop r14
        pop r13
        pop r12
        pop rdi
        pop rsi
        pop rbx
        pop rbp
        ret
        .section .text$Bq2MoveStack,"xr"
        int3
        .section .text$RhpInitialDynamicInterfaceDispatch,"xr"
        push rcx
        push rdx
        push r8
        push r9
        sub rsp, 0x68
        movdqa [rsp+0x20], xmm0
        movdqa [rsp+0x30], xmm1
        movdqa [rsp+0x40], xmm2
        movdqa [rsp+0x50], xmm3
        mov rdx, r11
        call RhpCidResolve
        movdqa xmm0, [rsp+0x20]
        movdqa xmm1, [rsp+0x30]
        movdqa xmm2, [rsp+0x40]
        movdqa xmm3, [rsp+0x50]
        add rsp, 0x68
        pop r9
        pop r8
        pop rdx
        pop rcx
        jmp rax
        """;

    private const string Arm64Source = """
        .section .text$__chkstk,"xr"
        ret
        .section .text$RhpAssignRefArm64,"xr"
        str x15, [x14], #8
        ret
        .section .text$RhpCheckedAssignRefArm64,"xr"
        str x15, [x14], #8
        ret
        .section .text$RhpByRefAssignRefArm64,"xr"
        ldr x15, [x13], #8
        str x15, [x14], #8
        ret
        .section .text$RhpThrowEx,"xr"
        mov x1, x30
        mov x2, sp
        mov x3, x29
        bl Bq2Throw
        brk #0
        .section .text$RhpGcPoll,"xr"
        ret
        .section .text$Bq2ReadCounter,"xr"
        mrs x0, cntvct_el0
        ret
        .section .text$Bq2ReadCounterRate,"xr"
        mrs x0, cntfrq_el0
        ret
        .section .text$Bq2Call1,"xr"
        mov x16, x1
        br x16
        .section .text$Bq2Call2,"xr"
        mov x16, x2
        br x16
        .section .text$Bq2Call3,"xr"
        mov x16, x3
        br x16
        .section .text$Bq2Call4,"xr"
        mov x16, x4
        br x16
        .section .text$Bq2Call5,"xr"
        mov x16, x5
        br x16
        .section .text$Bq2Call6,"xr"
        mov x16, x6
        br x16
        .section .text$Bq2ReadPageRoot,"xr"
        brk #0
        .section .text$Bq2WritePageEntry,"xr"
        brk #0
        .section .text$Bq2ReadTables,"xr"
        brk #0
        .section .text$Bq2LoadTables,"xr"
        brk #0
        .section .text$Bq2CallOnStack,"xr"
        stp x29, x30, [sp, #-0x10]!
        mov x29, sp
        mov sp, x1
        blr x0
        mov sp, x29
        ldp x29, x30, [sp], #0x10
        ret
        .section .text$Bq2CallFunclet,"xr"
        stp x29, x30, [sp, #-0x60]!
        stp x19, x20, [sp, #0x10]
        stp x21, x22, [sp, #0x20]
        stp x23, x24, [sp, #0x30]
        stp x25, x26, [sp, #0x40]
        stp x27, x28, [sp, #0x50]
        mov x29, x1
        mov x9, x0
        mov x0, x2
        blr x9
        ldp x19, x20, [sp, #0x10]
        ldp x21, x22, [sp, #0x20]
        ldp x23, x24, [sp, #0x30]
        ldp x25, x26, [sp, #0x40]
        ldp x27, x28, [sp, #0x50]
        ldp x29, x30, [sp], #0x60
        ret
        .section .text$Bq2MoveStack,"xr"
        mov sp, x4
        br x5
        .section .text$RhpInitialDynamicInterfaceDispatch,"xr"
        stp x29, x30, [sp, #-0xe0]!
        stp x0, x1, [sp, #0x10]
        stp x2, x3, [sp, #0x20]
        stp x4, x5, [sp, #0x30]
        stp x6, x7, [sp, #0x40]
        str x8, [sp, #0x50]
        stp q0, q1, [sp, #0x60]
        stp q2, q3, [sp, #0x80]
        stp q4, q5, [sp, #0xa0]
        stp q6, q7, [sp, #0xc0]
        mov x29, sp
        mov x1, x11
        bl RhpCidResolve
        mov x16, x0
        ldp x0, x1, [sp, #0x10]
        ldp x2, x3, [sp, #0x20]
        ldp x4, x5, [sp, #0x30]
        ldp x6, x7, [sp, #0x40]
        ldr x8, [sp, #0x50]
        ldp q0, q1, [sp, #0x60]
        ldp q2, q3, [sp, #0x80]
        ldp q4, q5, [sp, #0xa0]
        ldp q6, q7, [sp, #0xc0]
        ldp x29, x30, [sp], #0xe0
        br x16
        """;

    [Needs("llvm-mc")]
    [InlineData(Machine.X64, Amd64Source)]
    [InlineData(Machine.Arm64, Arm64Source)]
    public void TheCodeIsWhatAnAssemblerMakesOfIt(Machine machine, string source)
    {
        using var temp = new TempFolder();
        var assembled = Assembler.Assemble(temp, "stubs.obj", machine, source);
        var parts = RuntimeSymbols.For(machine).Where(part => !part.IsData).ToDictionary(part => part.Name);
        int found = 0;
        for (int i = 0; i < assembled.Sections.Length; i++)
        {
            string name = System.Text.Encoding.UTF8.GetString(assembled.SectionName(i));
            if (!name.StartsWith(".text$", StringComparison.Ordinal))
                continue;

            found++;
            var part = parts[name[".text$".Length..]];
            Assert.Equal(Convert.ToHexString(assembled.Data(i)), Convert.ToHexString(part.Bytes));
            Assert.Equal(part.Call?.Offset, assembled.Relocations(i) is [var call] ? call.Offset : null);
        }

        Assert.Equal(parts.Count, found);
    }

    [Theory]
    [InlineData("RhpNewFast", "new of a class")]
    [InlineData("RhpInitialDynamicInterfaceDispatch", "a call through an interface")]
    [InlineData("RhpThrowEx", "throw")]
    [InlineData("RhpSomethingNew", "a helper of NativeAOT's runtime")]
    public void AHelperThatIsMissingIsExplained(string helper, string words)
    {
        var builder = new CoffBuilder(Machine.X64);
        short text = builder.Section(".text", SampleObject.Code, new byte[8]);
        builder.Symbol("EfiMain", text);
        builder.Relocation(text, 1, (ushort)Amd64Relocation.Rel32, builder.Symbol(helper));

        var fault = Assert.Single(EfiLinker.Link([CoffObject.Read("a.obj", builder.ToBytes())]).Faults);

        Assert.Contains(words, fault.Hint, StringComparison.Ordinal);
    }
}
