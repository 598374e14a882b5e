using Bq2.Efi.Boot;
using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>
/// Random bytes for the kernel, from a file on the volume. The file is replaced before its bytes are used, so that no two
/// boots get the same; a secret of this machine, or firmware's own random bytes, keep two machines with copies of one disk apart.
/// </summary>
internal static unsafe class RandomSeed
{
    private const int LargestFile = 1024;
    private const int LargestToken = 1024;

    /// <summary>Without a seed there is nothing to be said: most disks have none.</summary>
    public static void Offer(Volume volume)
    {
        var buffer = PoolBuffer.Allocate(LargestFile + LargestToken, out var status);
        if (status.IsError)
            return;

        fixed (char* path = "\\loader\\random-seed")
        {
            using var file = volume.Open(path, FileUse.ReadWrite, out status);
            ulong size = status.IsError ? 0 : file.Size(out status);
            if (size > LargestFile)
                size = LargestFile;
            if (status.IsError || size < Sha256.Size || !file.TryReadAt(0, buffer.Bytes[..(int)size]))
                return;

            if (!TryMix(buffer, (int)size, out var pool))
                return;

            Span<byte> next = stackalloc byte[Sha256.Size];
            Derive(pool, "file"u8, next);
            if (!file.Overwrite(next).IsError)
                Install(pool);
        }

        buffer.Bytes.Clear();
    }

    /// <summary>All that we know, in one hash; false when there is nothing in it that other machines do not have.</summary>
    private static bool TryMix(PoolBuffer buffer, int size, out Sha256 pool)
    {
        pool = default;
        pool.Start();
        pool.Add("bq2 random seed 1"u8);

        byte* token = buffer.Start + LargestFile;
        int tokenLength = Variable.Read("LoaderSystemToken", Variable.Loader, token, LargestToken);
        AddNumber((ulong)tokenLength, ref pool);
        pool.Add(token, (nuint)tokenLength);

        byte* bytes = stackalloc byte[Sha256.Size];
        bool hasOwn = TryReadFirmware(bytes);
        if (hasOwn)
            pool.Add(bytes, Sha256.Size);

        ulong count = 0;
        EfiTime time = default;
        Firmware.Boot->GetNextMonotonicCount(&count);
        Firmware.Table->RuntimeServices->GetTime(&time, null);
        AddNumber(count, ref pool);
        AddNumber(Clock.Ticks, ref pool);
        pool.Add((byte*)&time, EfiTime.Size);
        pool.Add(buffer.Start, (nuint)size);
        return hasOwn || tokenLength > 0;
    }

    private static bool TryReadFirmware(byte* target)
    {
        var guid = Rng.Guid;
        Rng* rng = null;
        return !Firmware.Boot->LocateProtocol(&guid, null, (void**)&rng).IsError
            && !rng->GetRng(rng, null, Sha256.Size, target).IsError;
    }

    /// <summary>Where Linux looks for it. What another loader left there goes into ours.</summary>
    private static void Install(Sha256 pool)
    {
        void* memory = null;
        if (Firmware.Boot->AllocatePool(MemoryType.AcpiReclaim, sizeof(uint) + Sha256.Size, &memory).IsError)
            return;

        var guid = ConfigurationTable.LinuxRandomSeed;
        var table = (byte*)memory;
        *(uint*)table = Sha256.Size;
        var old = (byte*)Firmware.FindTable(guid);
        if (old != null && *(uint*)old <= LargestFile)
            pool.Add(old + sizeof(uint), *(uint*)old);
        Derive(pool, "kernel"u8, new(table + sizeof(uint), Sha256.Size));
        Firmware.Boot->InstallConfigurationTable(&guid, table);
    }

    private static void Derive(Sha256 pool, ReadOnlySpan<byte> purpose, Span<byte> target)
    {
        pool.Add(purpose);
        pool.Finish(target);
    }

    private static void AddNumber(ulong number, ref Sha256 pool) => pool.Add((byte*)&number, sizeof(ulong));
}
