namespace Internal.Runtime;

/// <summary>The methods on the stack, the innermost first.</summary>
internal static unsafe class CallStack
{
    private const int Deepest = 64;

    public static void Write(Frame frame)
    {
        if (!Features.HasNames)
            return;

        bool isRepeated = false;
        ReadOnlySpan<byte> last = default;
        for (int i = 0; i < Deepest && Image.Contains(frame.Address); i++, frame.GoToCaller())
        {
            // A call that does not return may be the last instruction of its method.
            var name = Names.Around(frame.Address - 1);
            if (name.IsEmpty)
                break;
            if (IsOurs(name))
                continue;
            // A method that calls itself is listed once.
            if (name.SequenceEqual(last))
            {
                if (!isRepeated)
                    Console.WriteLine("   (and again)");
                isRepeated = true;
                continue;
            }

            isRepeated = false;
            last = name;
            WriteName("   at ", name);
            Console.WriteLine();
        }
    }

    /// <summary>The name of the program's method, if known.</summary>
    public static void WriteInnermost(Frame frame)
    {
        for (int i = 0; Features.HasNames && i < Deepest && Image.Contains(frame.Address); i++, frame.GoToCaller())
        {
            var name = Names.Around(frame.Address - 1);
            if (!name.IsEmpty && !IsOurs(name))
            {
                WriteName(" in ", name);
                return;
            }
        }
    }

    // The user did not write these methods; the build gives all of them the same name.
    private static bool IsOurs(ReadOnlySpan<byte> name) => name.StartsWith("Internal.Runtime."u8);

    private static void WriteName(string before, ReadOnlySpan<byte> name)
    {
        Console.Write(before);
        Console.Write(Names.Text(name));
    }
}
