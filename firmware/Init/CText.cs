using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bq2.Efi.Boot;

namespace Bq2.Init;

/// <summary>
/// Text with a NUL behind it, as the kernel takes names: a literal of the program, "like this"u8, behind which csc puts one, or a text made
/// by <see cref="Join(ReadOnlySpan{byte}, ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>.
/// </summary>
internal readonly unsafe struct CText
{
    private CText(byte* start) => Start = start;

    public byte* Start { get; }

    /// <summary>As a span, with its length.</summary>
    public ReadOnlySpan<byte> Text
    {
        get
        {
            int length = 0;
            while (Start[length] != 0)
                length++;
            return new(Start, length);
        }
    }

    /// <summary>Never of anything but a literal.</summary>
    public static implicit operator CText(ReadOnlySpan<byte> literal) =>
        new((byte*)Unsafe.AsPointer(in MemoryMarshal.GetReference(literal)));

    /// <summary>A text in a buffer, which has a NUL there.</summary>
    public static CText At(ReadOnlySpan<byte> text) => new((byte*)Unsafe.AsPointer(in MemoryMarshal.GetReference(text)));

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static CText Join(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b = default, ReadOnlySpan<byte> c = default)
    {
        var target = Memory.Take(a.Length + b.Length + c.Length + 1);
        a.CopyTo(target);
        b.CopyTo(target[a.Length..]);
        c.CopyTo(target[(a.Length + b.Length)..]);
        target[^1] = 0;
        return new((byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(target)));
    }

    /// <summary>What was written, and a NUL.</summary>
    public static CText Of(in Utf8Writer writer) => Join(writer.Written);
}
