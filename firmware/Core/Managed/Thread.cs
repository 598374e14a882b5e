using Internal.Runtime;

namespace System.Threading;

public sealed unsafe class Thread
{
    private Thread()
    {
    }

    public static void Sleep(int millisecondsTimeout)
    {
        Console.Flush();
        if (millisecondsTimeout < 0)
            throw new ArgumentOutOfRangeException(nameof(millisecondsTimeout));
        Firmware.Boot->Stall((nuint)(uint)millisecondsTimeout * 1000);
    }
}
