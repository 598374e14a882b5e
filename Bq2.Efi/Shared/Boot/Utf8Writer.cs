using System.Runtime.CompilerServices;

namespace Bq2.Efi.Boot;

/// <summary>Builds text in the caller's buffer. What does not fit is dropped.</summary>
internal ref struct Utf8Writer(Span<byte> target)
{
    private readonly Span<byte> _target = target;

    public int Length { get; private set; }

    public readonly ReadOnlySpan<byte> Written => _target[..Length];

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Add(byte c)
    {
        if (Length < _target.Length)
            _target[Length++] = c;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Add(scoped ReadOnlySpan<byte> utf8)
    {
        foreach (byte c in utf8)
            Add(c);
    }

    /// <summary>From firmware's UTF-16; lone halves of surrogate pairs become question marks.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Add(scoped ReadOnlySpan<char> utf16)
    {
        for (int i = 0; i < utf16.Length; i++)
        {
            int c = utf16[i];
            if (c is >= 0xd800 and < 0xdc00 && i + 1 < utf16.Length && utf16[i + 1] is >= '\udc00' and < '\ue000')
                c = 0x1_0000 + ((c - 0xd800) << 10) + (utf16[++i] - 0xdc00);
            AddCodePoint(c is >= 0xd800 and < 0xe000 ? '?' : c);
        }
    }

    public void AddNumber(ulong number)
    {
        if (number >= 10)
            AddNumber(number / 10);
        Add((byte)('0' + number % 10));
    }

    private void AddCodePoint(int c)
    {
        if (c < 0x80)
        {
            Add((byte)c);
            return;
        }

        int shift = c < 0x800 ? 6 : c < 0x1_0000 ? 12 : 18;
        Add((byte)(shift == 6 ? 0xc0 | c >> 6 : shift == 12 ? 0xe0 | c >> 12 : 0xf0 | c >> 18));
        while ((shift -= 6) >= 0)
            Add((byte)(0x80 | c >> shift & 0x3f));
    }
}
