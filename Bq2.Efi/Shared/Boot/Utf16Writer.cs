using System.Runtime.CompilerServices;

namespace Bq2.Efi.Boot;

/// <summary>
/// Builds text in the caller's buffer: UTF-8 in, UEFI's UTF-16 out. Once something does not fit or is not UTF-8, the fault stays and the
/// text must not be used. A NUL is a fault too, because firmware would end the text there.
/// </summary>
internal ref struct Utf16Writer(Span<char> target)
{
    private readonly Span<char> _target = target;

    public int Length { get; private set; }

    public TextFault Fault { get; private set; }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Add(ReadOnlySpan<byte> utf8)
    {
        while (!utf8.IsEmpty && Fault == TextFault.None)
            AddCodePoint(Utf8Text.TakeFirst(ref utf8));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Add(char c)
    {
        if (Fault != TextFault.None)
            return;

        if (Length == _target.Length)
            Fault = TextFault.TooLong;
        else
            _target[Length++] = c;
    }

    private void AddCodePoint(int codePoint)
    {
        if (codePoint is Utf8Text.Invalid or 0)
        {
            Fault = TextFault.NotUtf8;
        }
        else if (codePoint < 0x1_0000)
        {
            Add((char)codePoint);
        }
        else
        {
            // Two surrogates. UEFI calls its text UCS-2, but its FAT driver passes on what it reads, and Linux writes surrogates.
            Add((char)(0xd800 + ((codePoint - 0x1_0000) >> 10)));
            Add((char)(0xdc00 + (codePoint & 0x3ff)));
        }
    }
}

/// <summary>Why text could not be converted.</summary>
internal enum TextFault
{
    None,
    TooLong,
    NotUtf8,
    Empty,
}
