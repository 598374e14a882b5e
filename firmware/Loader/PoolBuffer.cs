using System.Runtime.CompilerServices;
using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>
/// A little memory from firmware's pool; we have no heap. All of it is freed when the program ends: there are few, and freeing each one
/// would take a tenth of the program's code.
/// </summary>
internal readonly unsafe struct PoolBuffer
{
    private static Header* s_newest;

    private PoolBuffer(byte* start, int length)
    {
        Start = start;
        Length = length;
    }

    public byte* Start { get; }

    public int Length { get; }

    public Span<byte> Bytes
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => new(Start, Length);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static PoolBuffer Allocate(int length, out EfiStatus status)
    {
        void* start = null;
        status = Firmware.Call(MemoryType.LoaderData, (nuint)(sizeof(Header) + length), &start, Firmware.Boot->AllocatePool);
        if (!status.IsError)
        {
            var header = (Header*)start;
            header->Before = s_newest;
            s_newest = header;
            return new((byte*)(header + 1), length);
        }

        Fault.Say(status, "cannot get "u8).Add((ulong)length).Add(" bytes of memory"u8).Because()
            .Try("does the machine have 64 MiB or more?"u8);
        return default;
    }

    public static void FreeAll()
    {
        while (s_newest != null)
        {
            var header = s_newest;
            s_newest = header->Before;
            Firmware.Call(header, Firmware.Boot->FreePool);
        }
    }

    // Eight bytes, to keep firmware's alignment for what follows.
    private struct Header
    {
        public Header* Before;
    }
}
