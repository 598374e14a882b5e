namespace System.Text;

/// <summary>Text to bytes and back, in UTF-8 only. Invalid input becomes U+FFFD, as in .NET.</summary>
public abstract class Encoding
{
    public static Encoding UTF8 { get; } = new UTF8Encoding();

    public abstract int GetByteCount(ReadOnlySpan<char> chars);

    public abstract int GetBytes(ReadOnlySpan<char> chars, Span<byte> bytes);

    public abstract int GetCharCount(ReadOnlySpan<byte> bytes);

    public abstract int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars);

    public virtual byte[] GetBytes(string s)
    {
        var bytes = new byte[GetByteCount(s.AsSpan())];
        GetBytes(s.AsSpan(), bytes);
        return bytes;
    }

    public virtual string GetString(byte[] bytes) => GetString(new ReadOnlySpan<byte>(bytes));

    public string GetString(ReadOnlySpan<byte> bytes)
    {
        var chars = new char[GetCharCount(bytes)];
        GetChars(bytes, chars);
        return new(chars);
    }
}

public class UTF8Encoding : Encoding
{
    public override int GetByteCount(ReadOnlySpan<char> chars) => Utf8Conversion.Encode(chars, default, isCounting: true);

    public override int GetBytes(ReadOnlySpan<char> chars, Span<byte> bytes) => Utf8Conversion.Encode(chars, bytes, isCounting: false);

    public override int GetCharCount(ReadOnlySpan<byte> bytes) => Utf8Conversion.Decode(bytes, default, isCounting: true);

    public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars) => Utf8Conversion.Decode(bytes, chars, isCounting: false);
}
