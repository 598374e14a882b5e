using System.Runtime;
using System.Runtime.CompilerServices;
using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>
/// Calls into firmware: the arguments, then the function. The linker provides the jump, one for each number of arguments; the types
/// ensure that the arguments fit the function. A call through the pointer itself would take 20 bytes more each time, because the compiler
/// checks after it whether a garbage collector waits, and there is none.
/// </summary>
internal static unsafe partial class Firmware
{
    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call1")]
    public static extern EfiStatus Call(EfiEvent a, delegate* unmanaged[SuppressGCTransition]<EfiEvent, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call1")]
    public static extern EfiStatus Call(EfiHandle a, delegate* unmanaged[SuppressGCTransition]<EfiHandle, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call1")]
    public static extern EfiStatus Call(FileProtocol* a, delegate* unmanaged[SuppressGCTransition]<FileProtocol*, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call1")]
    public static extern EfiStatus Call(
        SimpleTextOutput* a, delegate* unmanaged[SuppressGCTransition]<SimpleTextOutput*, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call1")]
    public static extern EfiStatus Call(nuint a, delegate* unmanaged[SuppressGCTransition]<nuint, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call1")]
    public static extern EfiStatus Call(ulong* a, delegate* unmanaged[SuppressGCTransition]<ulong*, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call1")]
    public static extern EfiStatus Call(void* a, delegate* unmanaged[SuppressGCTransition]<void*, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call2")]
    public static extern EfiStatus Call(
        EfiGuid* a, void* b, delegate* unmanaged[SuppressGCTransition]<EfiGuid*, void*, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call2")]
    public static extern EfiStatus Call(
        EfiTime* a, TimeCapabilities* b, delegate* unmanaged[SuppressGCTransition]<EfiTime*, TimeCapabilities*, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call2")]
    public static extern EfiStatus Call(
        FileProtocol* a, ulong b, delegate* unmanaged[SuppressGCTransition]<FileProtocol*, ulong, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call2")]
    public static extern EfiStatus Call(
        SimpleFileSystem* a, FileProtocol** b,
        delegate* unmanaged[SuppressGCTransition]<SimpleFileSystem*, FileProtocol**, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call2")]
    public static extern EfiStatus Call(
        SimpleTextInput* a, InputKey* b, delegate* unmanaged[SuppressGCTransition]<SimpleTextInput*, InputKey*, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call2")]
    public static extern EfiStatus Call(
        SimpleTextOutput* a, TextColor b, delegate* unmanaged[SuppressGCTransition]<SimpleTextOutput*, TextColor, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call2")]
    public static extern EfiStatus Call(
        SimpleTextOutput* a, byte b, delegate* unmanaged[SuppressGCTransition]<SimpleTextOutput*, byte, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call2")]
    public static extern EfiStatus Call(
        SimpleTextOutput* a, char* b, delegate* unmanaged[SuppressGCTransition]<SimpleTextOutput*, char*, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call2")]
    public static extern EfiStatus Call(
        SimpleTextOutput* a, nuint b, delegate* unmanaged[SuppressGCTransition]<SimpleTextOutput*, nuint, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call2")]
    public static extern EfiStatus Call(ulong a, nuint b, delegate* unmanaged[SuppressGCTransition]<ulong, nuint, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call3")]
    public static extern EfiStatus Call(
        EfiEvent a, TimerDelay b, ulong c, delegate* unmanaged[SuppressGCTransition]<EfiEvent, TimerDelay, ulong, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call3")]
    public static extern EfiStatus Call(
        EfiGuid* a, DevicePathNode** b, EfiHandle* c,
        delegate* unmanaged[SuppressGCTransition]<EfiGuid*, DevicePathNode**, EfiHandle*, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call3")]
    public static extern EfiStatus Call(
        EfiGuid* a, void* b, void** c, delegate* unmanaged[SuppressGCTransition]<EfiGuid*, void*, void**, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call3")]
    public static extern EfiStatus Call(
        EfiHandle a, EfiGuid* b, void** c, delegate* unmanaged[SuppressGCTransition]<EfiHandle, EfiGuid*, void**, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call3")]
    public static extern EfiStatus Call(
        EfiHandle a, nuint* b, char** c, delegate* unmanaged[SuppressGCTransition]<EfiHandle, nuint*, char**, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call3")]
    public static extern EfiStatus Call(
        FileProtocol* a, nuint* b, void* c, delegate* unmanaged[SuppressGCTransition]<FileProtocol*, nuint*, void*, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call3")]
    public static extern EfiStatus Call(
        MemoryType a, nuint b, void** c, delegate* unmanaged[SuppressGCTransition]<MemoryType, nuint, void**, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call3")]
    public static extern EfiStatus Call(
        SimpleTextOutput* a, nuint b, nuint c,
        delegate* unmanaged[SuppressGCTransition]<SimpleTextOutput*, nuint, nuint, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call3")]
    public static extern EfiStatus Call(
        nuint a, EfiEvent* b, nuint* c, delegate* unmanaged[SuppressGCTransition]<nuint, EfiEvent*, nuint*, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call4")]
    public static extern EfiStatus Call(
        AllocateType a, MemoryType b, nuint c, ulong* d,
        delegate* unmanaged[SuppressGCTransition]<AllocateType, MemoryType, nuint, ulong*, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call4")]
    public static extern EfiStatus Call(
        DtFixup* a, void* b, nuint* c, uint d,
        delegate* unmanaged[SuppressGCTransition]<DtFixup*, void*, nuint*, uint, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call4")]
    public static extern EfiStatus Call(
        EfiHandle a, EfiStatus b, nuint c, char* d,
        delegate* unmanaged[SuppressGCTransition]<EfiHandle, EfiStatus, nuint, char*, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call4")]
    public static extern EfiStatus Call(
        FileProtocol* a, EfiGuid* b, nuint* c, void* d,
        delegate* unmanaged[SuppressGCTransition]<FileProtocol*, EfiGuid*, nuint*, void*, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call4")]
    public static extern EfiStatus Call(
        FileProtocol* a, EfiGuid* b, nuint c, void* d,
        delegate* unmanaged[SuppressGCTransition]<FileProtocol*, EfiGuid*, nuint, void*, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call4")]
    public static extern void Call(
        ResetType a, EfiStatus b, nuint c, void* d,
        delegate* unmanaged[SuppressGCTransition]<ResetType, EfiStatus, nuint, void*, void> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call4")]
    public static extern EfiStatus Call(
        Rng* a, EfiGuid* b, nuint c, byte* d, delegate* unmanaged[SuppressGCTransition]<Rng*, EfiGuid*, nuint, byte*, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call4")]
    public static extern EfiStatus Call(
        SimpleTextOutput* a, nuint b, nuint* c, nuint* d,
        delegate* unmanaged[SuppressGCTransition]<SimpleTextOutput*, nuint, nuint*, nuint*, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call4")]
    public static extern EfiStatus Call(
        nuint a, ulong b, nuint c, char* d, delegate* unmanaged[SuppressGCTransition]<nuint, ulong, nuint, char*, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call5")]
    public static extern EfiStatus Call(
        BlockIo* a, uint b, ulong c, nuint d, void* e,
        delegate* unmanaged[SuppressGCTransition]<BlockIo*, uint, ulong, nuint, void*, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call5")]
    public static extern EfiStatus Call(
        EventTraits a, TaskPriority b, delegate* unmanaged<EfiEvent, void*, void> c, void* d, EfiEvent* e,
        delegate* unmanaged[SuppressGCTransition]<
            EventTraits, TaskPriority, delegate* unmanaged<EfiEvent, void*, void>, void*, EfiEvent*, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call5")]
    public static extern EfiStatus Call(
        FileProtocol* a, FileProtocol** b, char* c, FileUse d, FileTraits e,
        delegate* unmanaged[SuppressGCTransition]<FileProtocol*, FileProtocol**, char*, FileUse, FileTraits, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call5")]
    public static extern EfiStatus Call(
        char* a, EfiGuid* b, VariableTraits* c, nuint* d, void* e,
        delegate* unmanaged[SuppressGCTransition]<char*, EfiGuid*, VariableTraits*, nuint*, void*, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call5")]
    public static extern EfiStatus Call(
        char* a, EfiGuid* b, VariableTraits c, nuint d, void* e,
        delegate* unmanaged[SuppressGCTransition]<char*, EfiGuid*, VariableTraits, nuint, void*, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call6")]
    public static extern EfiStatus Call(
        EfiHandle* a, EfiGuid* b, void* c, EfiGuid* d, void* e, void* f,
        delegate* unmanaged[SuppressGCTransition]<EfiHandle*, EfiGuid*, void*, EfiGuid*, void*, void*, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call6")]
    public static extern EfiStatus Call(
        EfiHandle a, EfiGuid* b, void* c, EfiGuid* d, void* e, void* f,
        delegate* unmanaged[SuppressGCTransition]<EfiHandle, EfiGuid*, void*, EfiGuid*, void*, void*, EfiStatus> function);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2Call6")]
    public static extern EfiStatus Call(
        byte a, EfiHandle b, DevicePathNode* c, void* d, nuint e, EfiHandle* f,
        delegate* unmanaged[SuppressGCTransition]<byte, EfiHandle, DevicePathNode*, void*, nuint, EfiHandle*, EfiStatus> function);
}
