using System.Buffers.Binary;

namespace Bq2.Image;

/// <summary>
/// Access control lists: in the attribute that programs see, every entry has eight bytes; on disk, those without a number have four.
/// </summary>
internal static class Ext4Acl
{
    private const int HeaderSize = 4, EntrySize = 8, ShortSize = 4;
    private const uint VisibleVersion = 2, StoredVersion = 1;

    // The tags of a named user and a named group: only their entries need the number.
    private const ushort NamedUser = 2, NamedGroup = 8;
    private const uint NoNumber = 0xffff_ffff;

    /// <summary>The form on disk; null if this is no such list.</summary>
    public static byte[]? ToStored(ReadOnlySpan<byte> visible)
    {
        if (visible.Length < HeaderSize || (visible.Length - HeaderSize) % EntrySize != 0
            || BinaryPrimitives.ReadUInt32LittleEndian(visible) != VisibleVersion)
            return null;

        var stored = new List<byte>(visible.Length) { (byte)StoredVersion, 0, 0, 0 };
        for (var rest = visible[HeaderSize..]; !rest.IsEmpty; rest = rest[EntrySize..])
            stored.AddRange(rest[..(HasNumber(rest) ? EntrySize : ShortSize)]);
        return [.. stored];
    }

    /// <summary>The form that programs see; null if this is no such list.</summary>
    public static byte[]? ToVisible(ReadOnlySpan<byte> stored)
    {
        if (stored.Length < HeaderSize || BinaryPrimitives.ReadUInt32LittleEndian(stored) != StoredVersion)
            return null;

        var visible = new List<byte>(stored.Length * 2) { (byte)VisibleVersion, 0, 0, 0 };
        Span<byte> none = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(none, NoNumber);
        for (var rest = stored[HeaderSize..]; !rest.IsEmpty;)
        {
            int size = rest.Length >= ShortSize && HasNumber(rest) ? EntrySize : ShortSize;
            if (rest.Length < size)
                return null;
            visible.AddRange(rest[..size]);
            if (size == ShortSize)
                visible.AddRange(none);
            rest = rest[size..];
        }

        return [.. visible];
    }

    private static bool HasNumber(ReadOnlySpan<byte> entry) =>
        BinaryPrimitives.ReadUInt16LittleEndian(entry) is NamedUser or NamedGroup;
}
