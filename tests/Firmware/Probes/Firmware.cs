using System.Threading;
using Bq2.Efi.Uefi;

internal static unsafe class Firmware
{
    public static void Run()
    {
        Probe.True("system table", new string(EfiProgram.SystemTable->FirmwareVendor).Length > 0 && !EfiProgram.Image.IsNull);
        long before = Environment.TickCount64;
        Thread.Sleep(30);
        long passed = Environment.TickCount64 - before;
        Probe.True("clock and sleep", passed is >= 20 and < 3000);
        Probe.Equal("new line", "\r\n", Environment.NewLine);
        Console.Write("ok ");
        Console.Write('c');
        Console.Write("onsole by ");
        Console.Write((object)"parts ");
        Console.WriteLine("{0:D1}", 1);
    }
}
