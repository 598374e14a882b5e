namespace Bq2.Init;

/// <summary>What went wrong, as one sentence; and, if it ends the boot, a line below it that says what to try.</summary>
internal readonly struct Fault
{
    // So long that a person can read what was said before the machine starts again.
    private const int Patience = 3000;

    public static Fault Say(CText words)
    {
        Console.BeginLine();
        Console.Say(words);
        return default;
    }

    public static void Leave()
    {
        Linux.Sleep(Patience);
        Linux.Exit(1);
    }

    /// <summary>A bug of ours, found by the core library.</summary>
    public static unsafe void SayBug(string? message)
    {
        Console.BeginLine();
        foreach (char c in message.AsSpan())
        {
            byte letter = (byte)c;
            Console.Write(new(&letter, 1));
        }

        Console.Say(" (a bug in bq2)"u8);
        Console.EndLine(isError: true);
        Leave();
    }
}

internal static class FaultWords
{
    extension(Fault fault)
    {
        public Fault Add(CText words)
        {
            Console.Say(words);
            return fault;
        }

        public Fault AddText(ReadOnlySpan<byte> text)
        {
            Console.Write(text);
            return fault;
        }

        public Fault Add(ulong number)
        {
            Console.WriteNumber(number);
            return fault;
        }

        /// <summary>The reason is an error of the kernel.</summary>
        public Fault Because(nint error)
        {
            Console.Say(": "u8);
            var name = Errno.NameOf((int)-error);
            if (name.IsEmpty)
                return fault.Add("error "u8).Add((ulong)-error);
            return fault.AddText(name).Add(" ("u8).Add((ulong)-error).Add(")"u8);
        }

        /// <summary>It is said, and the boot goes on.</summary>
        public Fault GoOn()
        {
            Console.EndLine(isError: true);
            return fault;
        }

        /// <summary>
        /// It is said, and the boot ends: the kernel panics when its first process does, and starts the machine again if panic= on its
        /// command line says so.
        /// </summary>
        public Fault Try(CText hint)
        {
            fault.GoOn();
            Console.Say("  try: "u8);
            Console.Say(hint);
            Console.EndLine(isError: true);
            Fault.Leave();
            return fault;
        }
    }
}
