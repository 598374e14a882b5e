using Bq2.Image;

namespace Bq2.Cli;

/// <summary>Copies a file to a terminal: text passes, and any other control byte ends the command.</summary>
internal sealed class TextOnly(Stream terminal) : OutputStream
{
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (buffer.IndexOfAnyExcept(s_text) is >= 0 and var odd)
        {
            throw new UsageException(FormattableString.Invariant(
                $"the file is not text (it has a byte 0x{buffer[odd]:x2}): redirect standard output to a file"));
        }

        terminal.Write(buffer);
    }

    // UTF-8 and older encodings use bytes from 0x80 on. These are the control characters that text may have.
    private static readonly System.Buffers.SearchValues<byte> s_text =
        System.Buffers.SearchValues.Create([.. "\t\n\f\r"u8, .. Enumerable.Range(0x20, 0x5f).Select(each => (byte)each),
            .. Enumerable.Range(0x80, 0x80).Select(each => (byte)each)]);
}
