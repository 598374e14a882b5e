using Bq2.Efi.Uefi;

namespace Inventory;

/// <summary>Something to know of a machine.</summary>
internal interface IFact
{
    string Name { get; }

    string Tell();
}

/// <summary>Who made the firmware.</summary>
internal sealed unsafe class FirmwareFact : IFact
{
    public string Name => "firmware";

    public string Tell()
    {
        var table = EfiProgram.SystemTable;
        uint version = table->Header.Revision;
        return $"{new string(table->FirmwareVendor)}, UEFI {version >> 16}.{(version & 0xffff) / 10}";
    }
}

/// <summary>How many tables it hands to a kernel: ACPI, SMBIOS and the like.</summary>
internal sealed unsafe class TablesFact : IFact
{
    public string Name => "tables";

    public string Tell() => $"{EfiProgram.SystemTable->TableEntryCount} for the system to come";
}

/// <summary>That time passes.</summary>
internal sealed class ClockFact : IFact
{
    public string Name => "clock";

    public string Tell()
    {
        long start = Environment.TickCount64;
        System.Threading.Thread.Sleep(20);
        return Environment.TickCount64 > start ? "is running" : "stands still";
    }
}
