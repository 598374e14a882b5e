using System.Runtime.InteropServices;
using Bq2.Efi.Boot;
using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>
/// Random bytes for the kernel, from a file on the volume. The file is replaced before its bytes are used, so that no two boots get the
/// same; a secret of this machine or firmware's own random bytes keep machines with copies of one disk apart.
/// </summary>
internal static unsafe class RandomSeed
{
    private const int MaxFileLength = 1024;
    private const int MaxTokenLength = 1024;

    /// <summary>A missing seed is not reported: most disks have none.</summary>
    public static void Offer(Volume volume)
    {
        var buffer = PoolBuffer.Allocate(MaxFileLength + MaxTokenLength, out var status);
        if (status.IsError)
            return;

        fixed (char* path = "\\loader\\random-seed")
        {
            var file = volume.Open(path, FileUse.ReadWrite, out status);
            if (!status.IsError)
                Offer(file, buffer);
            file.Dispose();
        }

        buffer.Bytes.Clear();
    }

    private static void Offer(OpenFile file, PoolBuffer buffer)
    {
        ulong size = file.Size(out var status);
        if (size > MaxFileLength)
            size = MaxFileLength;
        if (status.IsError || size < Sha256.Size || !file.TryReadAt(0, buffer.Bytes[..(int)size]))
            return;

        var next = Scratch.Bytes(Sha256.Size);
        if (next.IsEmpty || !TryMix(buffer, (int)size, out var pool))
            return;

        Derive(pool, "file"u8, next);
        if (!file.Overwrite(next).IsError)
            Install(pool);
    }

    /// <summary>Everything we know, in one hash; false if nothing in it is specific to this machine.</summary>
    private static bool TryMix(PoolBuffer buffer, int size, out Sha256 pool)
    {
        pool = default;
        pool.Start();
        pool.Add("bq2 random seed 1"u8);

        byte* token = buffer.Start + MaxFileLength;
        int tokenLength = Variable.Read("LoaderSystemToken"u8, Variable.Loader, token, MaxTokenLength);
        AddNumber((ulong)tokenLength, ref pool);
        pool.Add(token, (nuint)tokenLength);

        var bytes = Scratch.Bytes(Sha256.Size);
        bool hasOwn = TryReadFirmware(bytes);
        if (hasOwn)
            pool.Add(bytes);

        ulong count = 0;
        EfiTime time = default;
        Firmware.Call(&count, Firmware.Boot->GetNextMonotonicCount);
        Firmware.Call(&time, null, Firmware.Table->RuntimeServices->GetTime);
        AddNumber(count, ref pool);
        AddNumber(Clock.Ticks, ref pool);
        pool.Add((byte*)&time, EfiTime.Size);
        pool.Add(buffer.Start, (nuint)size);
        return hasOwn || tokenLength > 0;
    }

    private static bool TryReadFirmware(Span<byte> target)
    {
        var guid = Rng.Guid;
        Rng* rng = null;
        fixed (byte* start = &MemoryMarshal.GetReference(target))
        {
            return !Firmware.Call(&guid, null, (void**)&rng, Firmware.Boot->LocateProtocol).IsError
                && !Firmware.Call(rng, null, (nuint)target.Length, start, rng->GetRng).IsError;
        }
    }

    /// <summary>Where Linux looks for it. What an earlier loader left there is mixed in.</summary>
    private static void Install(Sha256 pool)
    {
        void* memory = null;
        if (Firmware.Call(MemoryType.AcpiReclaim, sizeof(uint) + Sha256.Size, &memory, Firmware.Boot->AllocatePool).IsError)
            return;

        var guid = ConfigurationTable.LinuxRandomSeed;
        var table = (byte*)memory;
        *(uint*)table = Sha256.Size;
        var old = (byte*)Firmware.FindTable(guid);
        if (old != null && *(uint*)old <= MaxFileLength)
            pool.Add(old + sizeof(uint), *(uint*)old);
        Derive(pool, "kernel"u8, new(table + sizeof(uint), Sha256.Size));
        Firmware.Call(&guid, table, Firmware.Boot->InstallConfigurationTable);
    }

    private static void Derive(Sha256 pool, ReadOnlySpan<byte> purpose, Span<byte> target)
    {
        pool.Add(purpose);
        pool.Finish(target);
    }

    private static void AddNumber(ulong number, ref Sha256 pool) => pool.Add((byte*)&number, sizeof(ulong));
}
