using System.Buffers;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// One entry of a planned archive: its header, the content of a file, and zeros up to a whole block. The header is made when it is read.
/// </summary>
/// <param name="folder">The path of the entry's folder with a slash behind it; empty for the root.</param>
/// <param name="entry">The entry.</param>
/// <param name="firstName">The path of a file's first name in the archive, if this is another one.</param>
/// <param name="options">How to write it.</param>
/// <param name="headerLength">The length of the header, as planned.</param>
/// <param name="length">That of all.</param>
internal sealed class TarEntryContent(
    byte[] folder, TreeEntry entry, byte[]? firstName, TarOptions options, int headerLength, long length) : Content(length)
{
    internal override string? Path => Data?.Path;

    private Content? Data => firstName is null && entry.File.Kind == EntryKind.File ? entry.Content : null;

    public static TarEntryContent Of(byte[] folder, TreeEntry entry, byte[]? firstName, TarOptions options)
    {
        int header = HeaderOf(PathOf(folder, entry), entry, firstName, options).Length;
        long data = firstName is null && entry.File.Kind == EntryKind.File ? entry.Content!.Length : 0;
        return new(folder, entry, firstName, options, header, header + Align.Up(data, TarHeader.Size));
    }

    /// <summary>The path in the archive: a folder's ends with a slash.</summary>
    public static byte[] PathOf(byte[] folder, TreeEntry entry)
    {
        byte[] name = ByteText.Encode(entry.Name);
        return entry.IsFolder ? [.. folder, .. name, (byte)'/'] : [.. folder, .. name];
    }

    internal override void Read(long offset, Span<byte> into, OpenFile files)
    {
        if (offset < headerLength)
        {
            int count = (int)Math.Min(headerLength - offset, into.Length);
            ReadHeader((int)offset, into[..count]);
            offset += count;
            into = into[count..];
        }

        long place = offset - headerLength;
        int there = (int)Math.Clamp((Data?.Length ?? 0) - place, 0, into.Length);
        if (there > 0)
            Data!.Read(place, into[..there], files);
        into[there..].Clear();
    }

    private void ReadHeader(int offset, Span<byte> into)
    {
        var header = HeaderOf(PathOf(folder, entry), entry, firstName, options);
        if (into.Length == headerLength)
        {
            into.Clear();
            header.Write(into);
            return;
        }

        byte[] whole = ArrayPool<byte>.Shared.Rent(headerLength);
        whole.AsSpan(0, headerLength).Clear();
        header.Write(whole.AsSpan(0, headerLength));
        whole.AsSpan(offset, into.Length).CopyTo(into);
        ArrayPool<byte>.Shared.Return(whole);
    }

    private static TarEntryHeader HeaderOf(byte[] path, TreeEntry entry, byte[]? firstName, TarOptions options)
    {
        byte[] link = firstName ?? (entry.Target is { } target ? ByteText.Encode(target) : []);
        return new(path, entry, link, firstName is not null, options);
    }
}
