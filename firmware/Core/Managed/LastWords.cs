using System.Runtime;

namespace Internal.Runtime;

/// <summary>Ends a program after an unhandled exception: prints what was thrown and where, and returns an error to the firmware.</summary>
internal static unsafe class LastWords
{
    private static bool s_saying;

    /// <summary>The linker's stub behind each throw calls this, with the place of the throw.</summary>
    [RuntimeExport("Bq2Throw")]
    internal static void Throw(object? thrown, nint address, byte* stackPointer, byte* framePointer)
    {
        BeginSaying();
        var exception = thrown as Exception ?? new NullReferenceException();
        Console.Write("Unhandled exception. ");
        Console.WriteLine(exception.ToString());
        var frame = new Frame(address, stackPointer, framePointer);
        CallStack.Write(frame);
        if (Features.HasFinally)
        {
            // These may throw too.
            s_saying = false;
            FinallyBlocks.Run(frame);
        }

        Firmware.Leave(Firmware.Aborted);
        Stop();
    }

    internal static void StackOverflow(nint address, byte* stackPointer, byte* framePointer)
    {
        BeginSaying();
        var frame = Image.Contains(address) ? new Frame(address, stackPointer, framePointer) : ProgramStack.FrameIn(stackPointer);
        Console.Write("Process terminated. Stack overflow");
        CallStack.WriteInnermost(frame);
        Console.WriteLine(".");
        CallStack.Write(frame);
        Firmware.Leave(Firmware.Aborted);
        Stop();
    }

    internal static void FailFast(string? message)
    {
        BeginSaying();
        Console.Write("Process terminated. ");
        Console.WriteLine(message);
        Firmware.Leave(Firmware.Aborted);
    }

    // An exception's own message may throw too.
    private static void BeginSaying()
    {
        if (s_saying)
        {
            Console.WriteLine("(and another exception, while that was told)");
            Firmware.Leave(Firmware.Aborted);
        }

        s_saying = true;
        Console.EndLine();
    }

    // Reached only if firmware does not let the program exit: inside a call from the firmware itself.
    private static void Stop()
    {
        while (true)
        {
        }
    }
}
