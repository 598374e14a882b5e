namespace Bq2.Efi.Boot;

/// <summary>
/// How many tries an entry has left, from its file name: debian+3-1.conf has three left and has used one. "Boot Counting" of the
/// Boot Loader Specification.
/// </summary>
internal readonly struct BootCount
{
    private readonly int _start;    // of the counters in the name, with their +
    private readonly int _length;

    private BootCount(int start, int length, long left, long done)
    {
        _start = start;
        _length = length;
        Left = left;
        Done = done;
    }

    public bool IsCounting => _length > 0;

    public long Left { get; }

    public long Done { get; }

    /// <summary>All tries are used and none succeeded; a success removes the counters.</summary>
    public bool IsBad => IsCounting && Left == 0;

    /// <summary>Reads a file name with any suffix.</summary>
    public static BootCount Read(ReadOnlySpan<byte> name)
    {
        int dot = LastOf(name, (byte)'.'), plus = dot < 0 ? -1 : LastOf(name[..dot], (byte)'+');
        if (plus < 0)
            return default;

        var counters = name[(plus + 1)..dot];
        int dash = counters.IndexOf((byte)'-');
        long left = DecimalText.Read(dash < 0 ? counters : counters[..dash]);
        long done = dash < 0 ? 0 : DecimalText.Read(counters[(dash + 1)..]);
        return left < 0 || done < 0 ? default : new(plus, dot - plus, left, done);
    }

    /// <summary>The name without counters, which stays the same however often the entry is tried.</summary>
    public void WriteId(scoped ReadOnlySpan<byte> name, ref Utf8Writer target)
    {
        foreach (byte c in name[.._start])
            target.Add(Bytes.Lower(c));
        foreach (byte c in name[(_start + _length)..])
            target.Add(Bytes.Lower(c));
    }

    /// <summary>The name of the file after one more try. Call it only if a try is left.</summary>
    public void WriteNext(scoped ReadOnlySpan<byte> name, ref Utf8Writer target)
    {
        target.Add(name[..(_start + 1)]);
        target.AddNumber((ulong)Left - 1);
        target.Add((byte)'-');
        target.AddNumber((ulong)Done + 1);
        target.Add(name[(_start + _length)..]);
    }

    private static int LastOf(ReadOnlySpan<byte> text, byte wanted)
    {
        int i = text.Length - 1;
        while (i >= 0 && text[i] != wanted)
            i--;
        return i;
    }
}
