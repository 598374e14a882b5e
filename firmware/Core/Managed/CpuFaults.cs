using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Internal.Runtime;

/// <summary>
/// Faults of the processor: a division by zero on x86-64, an invalid address. Firmware alone would stop the machine; while the program
/// runs, it passes them to us, and they become exceptions like any others.
/// </summary>
/// <remarks>
/// The protocol is the Platform Initialization specification's (volume 2, 12.3), on which all firmware we know is built. If it is missing,
/// nothing changes. A program that starts another program of this kind loses the protocol to it.
/// </remarks>
internal static unsafe class CpuFaults
{
    // Exception numbers: those of x86-64, and AArch64's synchronous exception.
    private const int DivideError = 0;
    private const int Debug = 1;
    private const int InvalidOpcode = 6;
    private const int GeneralProtection = 13;
    private const int PageFault = 14;
    private const int Synchronous = 0;

    private const nuint LastNullAddress = 0xffff;
    private const ulong TrapFlag = 1 << 8;
    private const ulong NoInterrupts = 1 << 7;
    private const ulong ReadOnly = 0x2_0000;
    private const uint OnExitBootServices = 0x201;
    private const nuint NotifyLevel = 16;

    private static CpuArch* s_processor;
    private static nint s_exitEvent;

    public static void Watch()
    {
        var guid = new Guid128 { Low = 0x11d4_6f42_26ba_ccb1, High = 0x8188_3cc7_8000_e7bc };
        CpuArch* processor = null;
        if (Firmware.Boot->LocateProtocol(&guid, null, (void**)&processor) != Firmware.Success)
            return;

        s_processor = processor;
        foreach (byte fault in Watched)
        {
            // Another program's handler is in the way.
            if (processor->Register(processor, fault, &OnFault) != Firmware.Success)
            {
                processor->Register(processor, fault, null);
                processor->Register(processor, fault, &OnFault);
            }
        }

        nint exitEvent;
        if (Firmware.Boot->CreateEvent(OnExitBootServices, NotifyLevel, &ShowAll, null, &exitEvent) != Firmware.Success)
            return;
        s_exitEvent = exitEvent;
        if (!Features.IsArm64)
            NullPages.Hide();
        ProgramStack.Guard();
    }

    public static void SetReadOnly(byte* memory, nuint size, bool isReadOnly) =>
        s_processor->SetAttributes(s_processor, (nuint)memory, size, isReadOnly ? ReadOnly : 0);

    public static void Unwatch()
    {
        if (s_processor == null)
            return;
        if (s_exitEvent != 0)
            Firmware.Boot->CloseEvent(s_exitEvent);
        foreach (byte fault in Watched)
            s_processor->Register(s_processor, fault, null);
        s_processor = null;
    }

    private static System.ReadOnlySpan<byte> Watched =>
        Features.IsArm64 ? [Synchronous] : [DivideError, Debug, InvalidOpcode, GeneralProtection, PageFault];

    /// <summary>Called during the fault. The program continues in <see cref="Land"/>, as if the faulting code had called it.</summary>
    [UnmanagedCallersOnly]
    private static void OnFault(nint fault, byte* context)
    {
        if (Features.IsArm64)
            Redirect((Arm64Context*)context);
        else
            Redirect((int)fault, (X64Context*)context);
    }

    /// <summary>Restores memory for an operating system that takes over.</summary>
    [UnmanagedCallersOnly]
    private static void ShowAll(nint which, void* context)
    {
        if (!Features.IsArm64)
            NullPages.Show();
        ProgramStack.SetGuard(false);
    }

    private static void Redirect(int fault, X64Context* context)
    {
        bool isForeign = fault == PageFault && context->Cr2 <= LastNullAddress && !Image.Contains((nint)context->Rip);
        if ((fault == Debug || isForeign) && NullPages.Lend(isForeign))
        {
            context->Rflags = isForeign ? context->Rflags | TrapFlag : context->Rflags & ~TrapFlag;
            return;
        }

        bool isOverflow = (uint)context->Rax == 0x8000_0000 && (uint)context->Rdx == uint.MaxValue
            || context->Rax == 1ul << 63 && context->Rdx == ulong.MaxValue;
        var kind = fault == DivideError ? isOverflow ? Fault.Overflow : Fault.DivisionByZero
            : fault == PageFault ? OfAddress((nuint)context->Cr2)
            : Fault.Access;

        // The callee's shadow space, and an unused return address: 8 bytes off a multiple of 16.
        ulong stack = ((kind == Fault.StackOverflow ? (ulong)ProgramStack.OfFirmware : context->Rsp) & ~15ul) - 40;
        (context->Rcx, context->Rdx, context->R8, context->R9) = ((ulong)kind, context->Rip, context->Rsp, context->Rbp);
        context->Rsp = stack;
        context->Rip = (ulong)(delegate* unmanaged<Fault, nint, byte*, byte*, void>)&Land;
    }

    private static void Redirect(Arm64Context* context)
    {
        var kind = OfAddress((nuint)context->Far);
        (context->X0, context->X1, context->X2, context->X3) = ((ulong)kind, context->Elr, context->Sp, context->Fp);
        context->Elr = (ulong)(delegate* unmanaged<Fault, nint, byte*, byte*, void>)&Land;
        if (kind != Fault.StackOverflow)
            return;

        // Firmware does not restore the stack pointer from the context; the code there sets it, and no interrupt may come before.
        (context->X4, context->X5) = ((ulong)ProgramStack.OfFirmware, context->Elr);
        context->Elr = (ulong)(delegate*<void>)&MoveStack;
        context->Spsr |= NoInterrupts;
    }

    private static Fault OfAddress(nuint address) =>
        address <= LastNullAddress ? Fault.NullReference : ProgramStack.IsGuard(address) ? Fault.StackOverflow : Fault.Access;

    /// <summary>Sets the stack pointer from the fifth argument register, and jumps to the address in the sixth.</summary>
    [RuntimeImport("Bq2MoveStack")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void MoveStack();

    [UnmanagedCallersOnly]
    private static void Land(Fault fault, nint address, byte* stackPointer, byte* framePointer)
    {
        // Other frames are at the address after a call.
        if (fault == Fault.StackOverflow)
            LastWords.StackOverflow(address + 1, stackPointer, framePointer);
        System.Exception exception = fault switch
        {
            Fault.DivisionByZero => new System.DivideByZeroException(),
            Fault.Overflow => new System.OverflowException(),
            Fault.NullReference => new System.NullReferenceException(),
            _ => new System.AccessViolationException(),
        };

        LastWords.Throw(exception, address + 1, stackPointer, framePointer);
    }

    private enum Fault : ulong
    {
        DivisionByZero,
        Overflow,
        NullReference,
        Access,
        StackOverflow,
    }

    [StructLayout(LayoutKind.Explicit)]
    private struct CpuArch
    {
        [FieldOffset(40)]
        public delegate* unmanaged<CpuArch*, nint, delegate* unmanaged<nint, byte*, void>, ulong> Register;

        [FieldOffset(56)]
        public delegate* unmanaged<CpuArch*, nuint, nuint, ulong, ulong> SetAttributes;
    }

    /// <summary>The part of EFI_SYSTEM_CONTEXT_X64 (UEFI 18.2) that is used here.</summary>
    [StructLayout(LayoutKind.Explicit)]
    private struct X64Context
    {
        [FieldOffset(584)]
        public ulong Cr2;

        [FieldOffset(616)]
        public ulong Rflags;

        [FieldOffset(672)]
        public ulong Rip;

        [FieldOffset(744)]
        public ulong Rbp;

        [FieldOffset(752)]
        public ulong Rsp;

        [FieldOffset(768)]
        public ulong Rdx;

        [FieldOffset(776)]
        public ulong Rcx;

        [FieldOffset(784)]
        public ulong Rax;

        [FieldOffset(792)]
        public ulong R8;

        [FieldOffset(800)]
        public ulong R9;
    }

    /// <summary>The part of EFI_SYSTEM_CONTEXT_AARCH64 that is used here.</summary>
    [StructLayout(LayoutKind.Explicit)]
    private struct Arm64Context
    {
        [FieldOffset(0)]
        public ulong X0;

        [FieldOffset(8)]
        public ulong X1;

        [FieldOffset(16)]
        public ulong X2;

        [FieldOffset(24)]
        public ulong X3;

        [FieldOffset(32)]
        public ulong X4;

        [FieldOffset(40)]
        public ulong X5;

        [FieldOffset(232)]
        public ulong Fp;

        [FieldOffset(248)]
        public ulong Sp;

        [FieldOffset(768)]
        public ulong Elr;

        [FieldOffset(776)]
        public ulong Spsr;

        [FieldOffset(800)]
        public ulong Far;
    }
}
