using Bq2.Efi.Uefi;

// Does what a loader does at its end: leaves the boot services, and goes on without firmware below it.
var serial = SerialLine.Find();
Console.WriteLine("leaving");
Departure.Leave();

serial.Say("left the boot services");
serial.Say(Memory.IsZeroPageUsable() ? "the first pages can be used" : "the first pages are not there");
serial.Say(Memory.IsStackUsableToItsEnd() ? "and so can the pages below the stack" : "the pages below the stack keep nothing");
serial.Say("done");
Machine.PowerOff();

internal static unsafe class Departure
{
    public static void Leave()
    {
        var boot = EfiProgram.SystemTable->BootServices;
        var room = new byte[64 << 10];
        fixed (byte* map = room)
        {
            // Firmware may change the map when it is first asked to end, and wants to be asked again.
            for (int tries = 0; tries < 3; tries++)
            {
                nuint size = (nuint)room.Length, key, rowSize;
                uint version;
                if (!boot->GetMemoryMap(&size, (MemoryDescriptor*)map, &key, &rowSize, &version).IsError
                    && !boot->ExitBootServices(EfiProgram.Image, key).IsError)
                    return;
            }
        }

        throw new InvalidOperationException("the firmware does not let go");
    }
}

internal static unsafe class Memory
{
    private const int PageSize = 4096;

    /// <summary>Of the first 32 KiB each page is read, and one of them written where the BIOS had nothing of its own.</summary>
    public static bool IsZeroPageUsable()
    {
        // AArch64 machines have no memory there.
        if (SerialLine.IsArm64)
            return true;

        uint sum = 0;
        for (nint page = 0; page < 8; page++)
            sum += *(byte*)(page * PageSize + 0x501);
        *(uint*)0x500 = 0x600d_cafe;
        return *(uint*)0x500 == 0x600d_cafe && sum <= 8 * byte.MaxValue;
    }

    /// <summary>The 64 KiB below the megabyte that the stack has: while firmware is there, nothing can be written to them.</summary>
    public static bool IsStackUsableToItsEnd()
    {
        byte here;
        nint top = ((nint)(&here) + PageSize - 1) & -PageSize, end = top - (1 << 20);
        bool isKept = true;
        for (nint page = end - (64 << 10); page < end; page += PageSize)
        {
            *(nint*)page = page ^ 0x55;
            isKept &= *(nint*)page == (page ^ 0x55);
        }

        return isKept;
    }
}

/// <summary>The machine's own serial port: on x86-64 an I/O port, which C# cannot reach; on AArch64 an address.</summary>
internal sealed unsafe class SerialLine(delegate* unmanaged<int, int, void> write)
{
    private const int Port = 0x3f8;
    private const nint Address = 0x0900_0000;

    // mov eax, edx; mov edx, ecx; out dx, al; ret
    private static ReadOnlySpan<byte> Out => [0x89, 0xd0, 0x89, 0xca, 0xee, 0xc3];

    /// <summary>Recognized by a field of the program's own header.</summary>
    public static bool IsArm64 { get; private set; }

    public static SerialLine Find()
    {
        var guid = LoadedImage.Guid;
        LoadedImage* self;
        var boot = EfiProgram.SystemTable->BootServices;
        boot->HandleProtocol(EfiProgram.Image, &guid, (void**)&self);
        byte* start = (byte*)self->ImageBase;
        IsArm64 = *(ushort*)(start + *(int*)(start + 0x3c) + 4) == 0xaa64;

        ulong code = 0;
        boot->AllocatePages(AllocateType.AnyPages, MemoryType.LoaderCode, 1, &code);
        Out.CopyTo(new Span<byte>((void*)code, Out.Length));
        return new((delegate* unmanaged<int, int, void>)code);
    }

    public void Say(string text)
    {
        foreach (char c in text)
            Put(c);
        Put('\r');
        Put('\n');
    }

    private void Put(char c)
    {
        if (IsArm64)
            *(uint*)Address = c;
        else
            write(Port, c);
    }
}
