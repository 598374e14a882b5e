using System.Runtime.CompilerServices;
using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>
/// A little memory from firmware's pool; there is no heap of our own. It is given back when the program leaves: few are asked
/// for, and what would give back each of them would be a tenth of the program.
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

    // Eight bytes, so that what follows lies as firmware aligns it.
    private struct Header
    {
        public Header* Before;
    }
}
