namespace Bq2.Efi.Boot;

/// <summary>
/// How long the menu waits for a key; loader.conf and the variable LoaderConfigTimeout use the same syntax.
/// </summary>
internal readonly struct MenuTimeout
{
    // What bootctl writes for keywords that used to be numbers, and how we store them.
    private const long UnsetNumber = 0xffff_fffe;
    private const long ForceNumber = 0xffff_ffff;
    private const long DisabledNumber = 0x1_0000_0000;

    private readonly long _number;

    private MenuTimeout(long number) => _number = number;

    /// <summary>Nothing is set.</summary>
    public static MenuTimeout Unset => new(UnsetNumber);

    /// <summary>The menu stays until a key is pressed.</summary>
    public static MenuTimeout Force => new(ForceNumber);

    /// <summary>The menu comes only if a key is held.</summary>
    public static MenuTimeout Hidden => new(0);

    /// <summary>There is no menu.</summary>
    public static MenuTimeout Disabled => new(DisabledNumber);

    public bool IsUnset => _number == UnsetNumber;

    public bool IsForced => _number == ForceNumber;

    public bool IsHidden => _number == 0;

    public bool IsDisabled => _number == DisabledNumber;

    /// <summary>How long it is shown, if it is neither hidden nor stays.</summary>
    public long Seconds => _number < UnsetNumber ? _number : 0;

    public static MenuTimeout Read(ReadOnlySpan<byte> text)
    {
        if (text.SequenceEqual("menu-force"u8))
            return Force;
        if (text.SequenceEqual("menu-hidden"u8))
            return Hidden;
        if (text.SequenceEqual("menu-disabled"u8))
            return Disabled;
        long number = DecimalText.Read(text);
        return number < 0 ? Unset : new(number);
    }

    /// <summary>The next longer one: unset, always, hidden, one second, two …</summary>
    public MenuTimeout Longer() => new(
        _number == UnsetNumber ? ForceNumber
        : _number is ForceNumber or DisabledNumber ? 0
        : _number < UnsetNumber - 1 ? _number + 1
        : _number);

    public MenuTimeout Shorter() => new(
        _number is UnsetNumber or ForceNumber ? UnsetNumber : _number is 0 or DisabledNumber ? ForceNumber : _number - 1);

    /// <summary>In the form that is read back.</summary>
    public void Write(ref Utf8Writer target)
    {
        if (IsForced)
            target.Add("menu-force"u8);
        else if (IsHidden)
            target.Add("menu-hidden"u8);
        else if (IsDisabled)
            target.Add("menu-disabled"u8);
        else if (!IsUnset)
            target.AddNumber((ulong)_number);
    }
}
