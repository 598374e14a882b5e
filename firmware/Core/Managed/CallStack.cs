namespace Internal.Runtime;

/// <summary>The methods that were under way, the innermost first.</summary>
internal static unsafe class CallStack
{
    private const int Deepest = 64;

    public static void Write(nint address, byte* stackPointer, byte* framePointer)
    {
        var frame = new Frame(address, stackPointer, framePointer);
        for (int i = 0; i < Deepest && frame.Address != 0; i++)
        {
            // A call that does not return may be the last instruction of its method.
            var name = Names.Around(frame.Address - 1);
            if (name.IsEmpty)
                return;
            Console.Write("   at ");
            Console.WriteLine(System.Text.Encoding.UTF8.GetString(name));
            frame.GoToCaller();
        }
    }
}
