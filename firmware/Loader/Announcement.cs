using System.Runtime.InteropServices;
using Bq2.Efi.Boot;
using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>Tells the started system which loader started it, and from where: bootctl and systemd-analyze show it.</summary>
internal static unsafe class Announcement
{
    public static ReadOnlySpan<byte> Name => "Bq2 0.2.0"u8;

    // Timeout, also for one boot; default, also for one boot; counting; XBOOTLDR; random seed; sort keys; @saved; device
    // trees; no menu at all; uki in entries; preferred.
    private const ulong Features = 0x7f | 1 << 8 | 1 << 9 | 1 << 10 | 1 << 13 | 1 << 16 | 1 << 19;

    private const int MaxTextLength = 300;

    public static void Make(Volume volume, Entries entries)
    {
        ulong features = Features;
        Variable.WriteText("LoaderInfo"u8, Name);
        Variable.Write("LoaderFeatures"u8, Variable.Loader, Variable.Passing, &features, sizeof(ulong));
        TellFirmware();
        TellPlace(volume);
        TellEntries(entries);
    }

    /// <summary>The entry that is started, and the file name under which the system can mark it as good.</summary>
    public static void TellSelected(Entry entry)
    {
        Variable.WriteText("LoaderEntrySelected"u8, entry.Id);
        if (entry.Count.IsCounting)
            Variable.WriteText("LoaderBootCountPath"u8, entry.Path);
    }

    private static void TellFirmware()
    {
        var room = Scratch.Bytes(MaxTextLength);
        var table = Firmware.Table;
        var text = new Utf8Writer(room);
        if (table->FirmwareVendor != null)
        {
            int length = 0;
            while (length < MaxTextLength / 2 && table->FirmwareVendor[length] != '\0')
                length++;
            text.Add(new ReadOnlySpan<char>(table->FirmwareVendor, length));
        }

        text.Add((byte)' ');
        AddVersion(table->FirmwareRevision, ref text);
        Variable.WriteText("LoaderFirmwareInfo"u8, text.Written);

        text = new(room);
        text.Add("UEFI "u8);
        AddVersion(table->Header.Revision, ref text);
        Variable.WriteText("LoaderFirmwareType"u8, text.Written);
    }

    private static void AddVersion(uint version, ref Utf8Writer text)
    {
        text.AddNumber(version >> 16);
        text.Add((byte)'.');
        if ((version & 0xffff) < 10)
            text.Add((byte)'0');
        text.AddNumber(version & 0xffff);
    }

    private static void TellPlace(Volume volume)
    {
        var room = Scratch.Bytes(MaxTextLength);
        var text = new Utf8Writer(room);
        if (VolumePath.TryGetPartitionId(volume, out var id))
        {
            GuidText.Write(new((byte*)&id, EfiGuid.Size), ref text);
            Variable.WriteText("LoaderDevicePartUUID"u8, text.Written);
        }

        text = new(room);
        AddImagePath(ref text);
        if (text.Length > 0)
            Variable.WriteText("LoaderImageIdentifier"u8, text.Written);
    }

    // Firmware passes the path in one or several nodes, with backslashes anywhere, or not at all.
    private static void AddImagePath(ref Utf8Writer text)
    {
        var self = Firmware.Open<LoadedImage>(Firmware.Image, out var status);
        if (status.IsError || self->FilePath == null)
            return;

        var path = new ReadOnlySpan<byte>(self->FilePath, FullPath.MaxPathLength);
        int length = FullPath.LengthWithoutEnd(path);
        for (int offset = 0; offset < length;)
        {
            var node = MemoryMarshal.Read<DevicePathNode>(path[offset..]);
            if (node is { Type: DevicePathType.Media, SubType: DevicePathNode.FilePath })
                AddName(path.Slice(offset + DevicePathNode.Size, node.Length - DevicePathNode.Size), ref text);
            offset += node.Length;
        }
    }

    private static void AddName(ReadOnlySpan<byte> utf16, ref Utf8Writer text)
    {
        bool hasSlash = text.Length > 0 && text.Written[^1] == '\\';
        for (int i = 0; i + 1 < utf16.Length; i += 2)
        {
            var c = (char)(utf16[i] | utf16[i + 1] << 8);
            if (c == '\0')
                break;
            if (c != '\\' && i == 0 && !hasSlash)
                text.Add((byte)'\\');
            if (c != '\\' || !hasSlash)
                text.Add(new ReadOnlySpan<char>(&c, 1));
            hasSlash = c == '\\';
        }
    }

    /// <summary>The ids of everything that can be started, in the menu's order, each ended by a NUL.</summary>
    private static void TellEntries(Entries entries)
    {
        int room = 0;
        for (int i = 0; i < entries.Count; i++)
            room += entries[i].Id.Length + 1;

        var buffer = PoolBuffer.Allocate((room + 1) * sizeof(char), out var status);
        if (status.IsError)
            return;

        var writer = new Utf16Writer(new(buffer.Start, room));
        for (int i = 0; i < entries.Count; i++)
        {
            if (entries[i].Problem != EntryProblem.None)
                continue;
            writer.Add(entries[i].Id);
            writer.Add('\0');
        }

        if (writer.Fault == TextFault.None)
            Variable.Write("LoaderEntries"u8, Variable.Loader, Variable.Passing, buffer.Start, (nuint)writer.Length * sizeof(char));
    }
}
