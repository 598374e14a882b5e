using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>
/// What went wrong, said as one sentence with a line below it that says what to try. Ends in the status for the firmware.
/// </summary>
internal readonly ref struct Fault
{
    private readonly EfiStatus _status;

    private Fault(EfiStatus status) => _status = status;

    public static Fault Say(EfiStatus status, ReadOnlySpan<byte> text)
    {
        Console.EndLine();
        Console.Write("bq2: "u8);
        Console.Write(text);
        return new(status);
    }

    public static Fault Say(EfiStatus status, ReadOnlySpan<char> text)
    {
        var fault = Say(status, default(ReadOnlySpan<byte>));
        Console.Write(text);
        return fault;
    }

    public Fault Add(ReadOnlySpan<byte> text)
    {
        Console.Write(text);
        return this;
    }

    public Fault Add(ReadOnlySpan<char> text)
    {
        Console.Write(text);
        return this;
    }

    public Fault Add(ulong number)
    {
        Console.Write(number);
        return this;
    }

    public Fault AddHex(ulong number)
    {
        Console.WriteHex(number);
        return this;
    }

    public Fault AddPath(ReadOnlySpan<byte> path)
    {
        Console.WritePath(path);
        return this;
    }

    public Fault In(Entry entry)
    {
        Console.Write(" (entry "u8);
        Console.Write(entry.FileName);
        Console.Write(")"u8);
        return this;
    }

    public Fault Because(ReadOnlySpan<byte> reason)
    {
        Console.Write(": "u8);
        Console.Write(reason);
        return this;
    }

    /// <summary>The reason is the status, in words or as a number that the firmware's vendor may know.</summary>
    public Fault Because()
    {
        if (!_status.Words.IsEmpty)
            return Because(_status.Words);

        Because("status "u8);
        Console.WriteHex((ulong)_status);
        return this;
    }

    public EfiStatus Try(ReadOnlySpan<byte> hint, ReadOnlySpan<byte> more = default)
    {
        Console.EndLine();
        Console.Write("  try: "u8);
        Console.Write(hint);
        Console.Write(more);
        Console.EndLine();
        return _status;
    }
}
