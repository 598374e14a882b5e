using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>
/// What went wrong, as one sentence, and a line below it that says what to try. Ends in the status for the firmware.
/// </summary>
internal readonly struct Fault(EfiStatus status)
{
    public EfiStatus Status => status;

    public static Fault Say(EfiStatus status, Words words)
    {
        Console.EndLine();
        Console.Say("bq2: "u8);
        Console.Say(words);
        return new(status);
    }
}

internal static class FaultWords
{
    extension(Fault fault)
    {
        public Fault Add(Words words)
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
            Console.Write(number);
            return fault;
        }

        public Fault AddPath(ReadOnlySpan<byte> path)
        {
            Console.WritePath(path);
            return fault;
        }

        public Fault In(Entry entry)
        {
            Console.Say(" (entry "u8);
            Console.Write(entry.FileName);
            Console.Say(")"u8);
            return fault;
        }

        public Fault Because(Words reason) => fault.Add(": "u8).Add(reason);

        /// <summary>The reason is the status, in words or as a number.</summary>
        public Fault Because()
        {
            var words = fault.Status.Words;
            return words.IsEmpty
                ? fault.Add(": error "u8).Add((ulong)(fault.Status ^ EfiStatus.ErrorBit))
                : fault.Add(": "u8).AddText(words);
        }

        public EfiStatus Try(Words hint)
        {
            Console.EndLine();
            Console.Say("  try: "u8);
            Console.Say(hint);
            Console.EndLine();
            return fault.Status;
        }
    }
}
