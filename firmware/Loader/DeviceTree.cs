using Bq2.Efi.Boot;
using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>The device tree that an entry wants in place of firmware's own, which comes back if the kernel does.</summary>
internal readonly unsafe struct DeviceTree : IDisposable
{
    // Firmware's fixups add memory and serial numbers, and the kernel a command line: as much as U-Boot leaves.
    private const uint Room = 16 << 10;

    private const ulong LargestFile = 16 << 20;

    private readonly Pages _pages;
    private readonly void* _previous;

    private DeviceTree(Pages pages, void* previous)
    {
        _pages = pages;
        _previous = previous;
    }

    public static DeviceTree Offer(Entry entry, out EfiStatus status)
    {
        status = EfiStatus.Success;
        var path = entry.Text.DeviceTree;
        if (path.IsEmpty)
            return default;

        using var file = EntryPath.Open(path, entry, out status);
        if (status.IsError)
            return default;

        var pages = Read(file, path, entry, out status);
        if (status.IsError)
            return default;

        var guid = ConfigurationTable.DeviceTree;
        void* previous = Firmware.FindTable(guid);
        status = Firmware.Boot->InstallConfigurationTable(&guid, pages.Start);
        if (!status.IsError)
            return new(pages, previous);

        pages.Dispose();
        Fault.Say(status, "firmware does not take "u8).AddPath(path).In(entry).Because().Try("remove devicetree from the entry"u8);
        return default;
    }

    public void Dispose()
    {
        if (_pages.Start == null)
            return;

        var guid = ConfigurationTable.DeviceTree;
        Firmware.Boot->InstallConfigurationTable(&guid, _previous);
        _pages.Dispose();
    }

    private static Pages Read(OpenFile file, ReadOnlySpan<byte> path, Entry entry, out EfiStatus status)
    {
        ulong size = file.Size(out status);
        if (!status.IsError && size > LargestFile)
            status = EfiStatus.BadBufferSize;
        Pages pages = default;
        if (!status.IsError)
            pages = Pages.Allocate(size + Room, MemoryType.AcpiReclaim, out status);

        var hash = new FileHash(entry.Text.DeviceTreeHash);
        if (!status.IsError)
            status = file.Read(pages.Start, size, hash.Start());
        if (status.IsError)
            EntryPath.CannotRead(status, path, entry);
        else
            status = hash.Check(path, entry);
        if (!status.IsError)
            status = FixUp(pages, size, path, entry);
        if (!status.IsError)
            return pages;

        pages.Dispose();
        return default;
    }

    private static EfiStatus FixUp(Pages pages, ulong size, ReadOnlySpan<byte> path, Entry entry)
    {
        if (DeviceTreeHeader.Length(new(pages.Start, (int)size), size) == 0)
        {
            return Fault.Say(EfiStatus.LoadError, "cannot use "u8).AddPath(path).In(entry).Because("it is not a whole device tree"u8)
                .Try("put a .dtb file there, as dtc makes it"u8);
        }

        var guid = DtFixup.Guid;
        DtFixup* fixup = null;
        if (Firmware.Boot->LocateProtocol(&guid, null, (void**)&fixup).IsError)
            return EfiStatus.Success;

        nuint room = (nuint)size + Room;
        var status = fixup->Fixup(fixup, pages.Start, &room, DtFixup.ApplyFixups | DtFixup.ReserveMemory);
        return !status.IsError
            ? status
            : Fault.Say(status, "firmware does not complete "u8).AddPath(path).In(entry).Because()
                .Try("take the device tree that was made for this machine"u8);
    }
}
