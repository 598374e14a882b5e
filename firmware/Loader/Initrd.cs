using System.Runtime.InteropServices;
using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>
/// The initrds of an entry, offered to the kernel. It asks for them when it has allocated memory, and we read the files directly into
/// that: they are in memory only once.
/// </summary>
internal readonly unsafe struct Initrd : IDisposable
{
    private readonly EfiHandle _handle;
    private readonly PoolBuffer _offer;

    private Initrd(EfiHandle handle, PoolBuffer offer)
    {
        _handle = handle;
        _offer = offer;
    }

    /// <summary>Without initrds, or with empty ones only, nothing is offered, because kernels fail on an empty initrd.</summary>
    public static Initrd Offer(Entry entry, out EfiStatus status)
    {
        var size = (nuint)SizeOfAll(entry, out status);
        if (status.IsError || size == 0)
            return default;

        var buffer = PoolBuffer.Allocate(sizeof(Offered), out status);
        if (status.IsError)
            return default;

        *(Offered*)buffer.Start = new(entry, size);
        var handle = Install((Offered*)buffer.Start, out status);
        if (!status.IsError)
            return new(handle, buffer);

        Fault.Say(status, "cannot offer the kernel its initrd"u8).In(entry).Because()
            .Try("start bq2 from the firmware itself, not from another boot loader"u8);
        return default;
    }

    /// <summary>The kernel, which is ended if it cannot have its initrd: some would go on without.</summary>
    public void GiveTo(EfiHandle kernel)
    {
        if (!_handle.IsNull)
            ((Offered*)_offer.Start)->Kernel = kernel;
    }

    public void Dispose()
    {
        if (_handle.IsNull)
            return;

        var offered = (Offered*)_offer.Start;
        EfiGuid pathGuid = DevicePathNode.Guid, loadGuid = LoadFile2.Guid;
        Firmware.Call(
            _handle, &pathGuid, &offered->Path, &loadGuid, &offered->Protocol, null, Firmware.Boot->UninstallMultipleProtocolInterfaces);
    }

    private static EfiHandle Install(Offered* offered, out EfiStatus status)
    {
        EfiHandle handle = default;
        EfiGuid pathGuid = DevicePathNode.Guid, loadGuid = LoadFile2.Guid;
        status = Firmware.Call(
            &handle, &pathGuid, &offered->Path, &loadGuid, &offered->Protocol, null, Firmware.Boot->InstallMultipleProtocolInterfaces);
        return handle;
    }

    private static ulong SizeOfAll(Entry entry, out EfiStatus status)
    {
        ulong sum = 0;
        status = EfiStatus.Success;
        foreach (var path in entry.Text.Initrds)
        {
            var file = EntryPath.Open(path, entry, out status);
            if (status.IsError)
                return 0;

            ulong size = file.Size(out status);
            file.Dispose();
            if (status.IsError)
            {
                EntryPath.CannotRead(status, path, entry);
                return 0;
            }

            sum = checked(sum + size + PaddingAfter(size));
        }

        return sum;
    }

    // Linux accepts concatenated archives if each begins at a multiple of 4.
    private static ulong PaddingAfter(ulong size) => (0 - size) & 3;

    /// <summary>What firmware passes to the kernel: the protocol, followed by what our function needs.</summary>
    private struct Offered(Entry entry, nuint size)
    {
        public LoadFile2 Protocol = new() { LoadFile = &LoadFile };
        public VendorMediaPath Path = VendorMediaPath.LinuxInitrd;
        public EfiHandle Kernel;

        private readonly Entry _entry = entry;
        private readonly nuint _size = size;

        [UnmanagedCallersOnly]
        private static EfiStatus LoadFile(LoadFile2* self, DevicePathNode* path, byte bootPolicy, nuint* size, void* buffer)
        {
            if (size == null)
                return EfiStatus.InvalidParameter;
            if (bootPolicy != 0)
                return EfiStatus.Unsupported;   // not meant for boot menus

            // A kernel that only asks for the size passes no buffer, and some leave garbage in *size.
            var offered = (Offered*)self;
            nuint room = *size;
            *size = offered->_size;
            if (buffer == null || room < offered->_size)
                return EfiStatus.BufferTooSmall;

            var status = offered->ReadAll((byte*)buffer, offered->_size);
            if (status.IsError)
                // Returns only if it was not the kernel that asked.
                Firmware.Call(offered->Kernel, status, 0, null, Firmware.Boot->Exit);
            return status;
        }

        private EfiStatus ReadAll(byte* target, ulong room)
        {
            var hashes = _entry.Text.InitrdHashes;
            foreach (var path in _entry.Text.Initrds)
            {
                ulong size = 0;
                var hash = new FileHash(hashes.MoveNext() ? hashes.Current : default);
                var status = Read(path, target, room, hash, ref size);
                if (!status.IsError)
                    status = hash.Check(path, _entry);
                if (status.IsError)
                    return status;

                target += size;
                room -= size;
            }

            return room == 0 ? EfiStatus.Success : EfiStatus.MediaChanged;
        }

        /// <summary>One of them, with its padding, which <paramref name="size"/> includes.</summary>
        private readonly EfiStatus Read(ReadOnlySpan<byte> path, byte* target, ulong room, FileHash hash, ref ulong size)
        {
            var file = EntryPath.Open(path, _entry, out var status);
            if (status.IsError)
                return status;

            ulong length = file.Size(out status);
            size = length + PaddingAfter(length);
            if (!status.IsError && (size > room || size < length))
                status = EfiStatus.MediaChanged;   // longer than when it was measured
            if (!status.IsError)
                status = file.Read(target, length, hash.Start());
            file.Dispose();
            if (status.IsError)
                return EntryPath.CannotRead(status, path, _entry);

            for (ulong i = length; i < size; i++)
                target[i] = 0;
            return status;
        }
    }
}
