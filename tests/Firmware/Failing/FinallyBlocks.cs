using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bq2.Efi.Uefi;

/// <summary>What runs when an exception leaves.</summary>
internal static unsafe class FinallyBlocks
{
    private const EventTraits NotifySignal = (EventTraits)0x200;
    private const TaskPriority Callback = (TaskPriority)8;

    public static void Nested()
    {
        string log = "";
        try
        {
            for (int i = 0; i < 3; i++)
            {
                try
                {
                    Through(ref log, i);
                }
                finally
                {
                    log += "c" + i;
                }
            }
        }
        finally
        {
            Console.WriteLine("blocks: " + log);
        }
    }

    /// <summary>Of two exceptions both are told, and each block is run once.</summary>
    public static void Thrown()
    {
        string log = "";
        try
        {
            try
            {
                ThrowTwice(ref log);
            }
            finally
            {
                log += "c";
            }
        }
        finally
        {
            Console.WriteLine("blocks: " + log);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int OfProcessor(int zero)
    {
        int n = 5;
        try
        {
            return n / zero;
        }
        finally
        {
            Console.WriteLine("blocks: " + n);
        }
    }

    public static void Ends()
    {
        try
        {
            throw new InvalidOperationException("left by its finally");
        }
        finally
        {
            Environment.Exit(7);
        }
    }

    public static void InCallback()
    {
        EfiEvent made;
        var boot = EfiProgram.SystemTable->BootServices;
        boot->CreateEvent(NotifySignal, Callback, &Called, null, &made);
        boot->SignalEvent(made);
    }

    [UnmanagedCallersOnly]
    private static void Called(EfiEvent which, void* context)
    {
        using var end = new End();
        throw new InvalidOperationException("in a callback");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Through(ref string log, int i)
    {
        using var end = new End();
        foreach (int n in Numbers())
        {
            log += n;
            if (i == 1 && n == 2)
                Throw(log);
        }
    }

    private static void Throw(string log)
    {
        try
        {
            Console.WriteLine("before: " + log);
        }
        finally
        {
            // Entered without an exception, and left by one.
            try
            {
                throw new InvalidOperationException("in the middle");
            }
            finally
            {
                Console.WriteLine("innermost");
            }
        }
    }

    private static void ThrowTwice(ref string log)
    {
        try
        {
            throw new InvalidOperationException("first");
        }
        finally
        {
            log += "a";
            try
            {
                if (log.Length > 0)
                    throw new InvalidOperationException("second");
            }
            finally
            {
                log += "b";
            }
        }
    }

    private static IEnumerable<int> Numbers()
    {
        try
        {
            yield return 1;
            yield return 2;
        }
        finally
        {
            Console.WriteLine("iterator");
        }
    }

    private sealed class End : IDisposable
    {
        public void Dispose() => Console.WriteLine("disposed");
    }
}
