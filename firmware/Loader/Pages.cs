using System.Runtime.CompilerServices;
using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>Large memory: whole pages, freed at the end of their block.</summary>
internal readonly unsafe struct Pages : IDisposable
{
    private const int PageSize = 4096;

    private readonly ulong _address;
    private readonly nuint _count;

    private Pages(ulong address, nuint count)
    {
        _address = address;
        _count = count;
    }

    public byte* Start => (byte*)_address;

    /// <summary>Memory for that many bytes, at least one: firmware refuses to allocate none.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Pages Allocate(ulong bytes, MemoryType type, out EfiStatus status)
    {
        var count = (nuint)(bytes / PageSize + 1);
        ulong address = 0;
        status = Firmware.Call(AllocateType.AnyPages, type, count, &address, Firmware.Boot->AllocatePages);
        return status.IsError ? default : new(address, count);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Dispose()
    {
        if (_count != 0)
            Firmware.Call(_address, _count, Firmware.Boot->FreePages);
    }
}
