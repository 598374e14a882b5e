using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>A little memory: from firmware's pool, given back at the end of its block. There is no heap of our own.</summary>
internal readonly unsafe struct PoolBuffer : IDisposable
{
    private PoolBuffer(void* start, int length)
    {
        Start = (byte*)start;
        Length = length;
    }

    public byte* Start { get; }

    public int Length { get; }

    public Span<byte> Bytes => new(Start, Length);

    public static PoolBuffer Allocate(int length, out EfiStatus status)
    {
        void* start = null;
        status = Firmware.Boot->AllocatePool(MemoryType.LoaderData, (nuint)length, &start);
        if (!status.IsError)
            return new(start, length);

        Fault.Say(status, "cannot get "u8).Add((ulong)length).Add(" bytes of memory"u8).Because()
            .Try("does the machine have 64 MiB or more?"u8);
        return default;
    }

    public void Dispose()
    {
        if (Start != null)
            Firmware.Boot->FreePool(Start);
    }
}
