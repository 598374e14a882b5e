namespace Internal.Runtime;

/// <summary>The methods that were under way, the innermost first.</summary>
internal static unsafe class CallStack
{
    private const int Deepest = 64;

    public static void Write(nint address, byte* stackPointer, byte* framePointer)
    {
        var frame = new Frame(address, stackPointer, framePointer);
        for (int i = 0; i < Deepest && Image.Contains(frame.Address); i++)
        {
            // A call that does not return may be the last instruction of its method.
            var name = Names.Around(frame.Address - 1);
            if (name.IsEmpty)
                return;
            if (!IsOurs(name))
                WriteLine(name);
            frame.GoToCaller();
        }
    }

    // Who asks where his program failed did not write these.
    private static bool IsOurs(ReadOnlySpan<byte> name) => name.StartsWith("Internal.Runtime."u8) || name.StartsWith("System.Runtime."u8) || name.StartsWith("System.Throw."u8);

    private static void WriteLine(ReadOnlySpan<byte> name)
    {
        Console.Write("   at ");
        Console.WriteLine(System.Text.Encoding.UTF8.GetString(name));
    }
}
