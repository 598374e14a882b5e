using Bq2.Efi.Boot;
using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>The device tree that an entry asks for. Firmware's own is restored if the kernel returns.</summary>
internal readonly unsafe struct DeviceTree : IDisposable
{
    // Room for firmware's fixups (memory, serial numbers) and the kernel's command line: as much as U-Boot leaves.
    private const uint Room = 16 << 10;

    private readonly LoadedFile _file;
    private readonly void* _previous;

    private DeviceTree(LoadedFile file, void* previous)
    {
        _file = file;
        _previous = previous;
    }

    public static DeviceTree Offer(Entry entry, out EfiStatus status)
    {
        status = EfiStatus.Success;
        var path = entry.Text.DeviceTree;
        if (path.IsEmpty)
            return default;

        var file = LoadedFile.Read(path, entry.Text.DeviceTreeHash, MemoryType.AcpiReclaim, Room, entry, out status);
        if (status.IsError)
            return default;

        void* previous = Firmware.FindTable(ConfigurationTable.DeviceTree);
        status = Install(file);
        if (!status.IsError)
            return new(file, previous);

        file.Dispose();
        status = Fault.Say(status, "cannot use "u8).AddPath(path).In(entry).Because()
            .Try("put a .dtb file there that was made for this machine, whole, or remove devicetree from the entry"u8);
        return default;
    }

    public void Dispose()
    {
        if (_file.Start == null)
            return;

        var guid = ConfigurationTable.DeviceTree;
        Firmware.Call(&guid, _previous, Firmware.Boot->InstallConfigurationTable);
        _file.Dispose();
    }

    private static EfiStatus Install(LoadedFile file)
    {
        var start = new ReadOnlySpan<byte>(file.Start, file.Size < DeviceTreeHeader.Size ? 0 : DeviceTreeHeader.Size);
        if (DeviceTreeHeader.Length(start, file.Size) == 0)
            return EfiStatus.CompromisedData;

        var guid = DtFixup.Guid;
        DtFixup* fixup = null;
        nuint room = (nuint)file.Size + Room;
        var status = EfiStatus.Success;
        if (!Firmware.Call(&guid, null, (void**)&fixup, Firmware.Boot->LocateProtocol).IsError)
            status = Firmware.Call(fixup, file.Start, &room, DtFixup.ApplyFixups | DtFixup.ReserveMemory, fixup->Fixup);

        guid = ConfigurationTable.DeviceTree;
        return status.IsError ? status : Firmware.Call(&guid, file.Start, Firmware.Boot->InstallConfigurationTable);
    }
}
