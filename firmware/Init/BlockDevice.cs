using Bq2.Efi.Boot;
using Bq2.Efi.Linux;

namespace Bq2.Init;

/// <summary>A disk or a partition, by the numbers that the kernel knows it by; what it is stands below /sys/dev/block.</summary>
internal readonly struct BlockDevice(uint major, uint minor)
{
    private const uint Floppy = 2;

    /// <summary>Reading a floppy without a disk takes seconds.</summary>
    public bool IsSlow => major == Floppy;

    /// <summary>Such as 259:1.</summary>
    public CText Number
    {
        get
        {
            var writer = new Utf8Writer(Memory.Take(24));
            writer.AddNumber(major);
            writer.Add((byte)':');
            writer.AddNumber(minor);
            return CText.Of(writer);
        }
    }

    /// <summary>Such as /dev/nvme0n1p1.</summary>
    public CText Path => CText.Join("/dev/"u8, KeyLines.Find(Events, "DEVNAME"u8));

    public ulong Bytes => ReadNumber("size"u8) * 512;

    /// <summary>Counted from 1; 0 if it is no partition.</summary>
    public uint PartitionNumber => DecimalText.Read(KeyLines.Find(Events, "PARTN"u8)) is > 0 and <= int.MaxValue and var number
        ? (uint)number : 0;

    /// <summary>The partition's id, if the kernel is so new that it tells.</summary>
    public ReadOnlySpan<byte> ToldId => KeyLines.Find(Events, "PARTUUID"u8);

    private ReadOnlySpan<byte> Events => Read("uevent"u8);

    public static bool TryParse(ReadOnlySpan<byte> numbers, out BlockDevice device)
    {
        bool isSound = RootName.TryReadNumber(numbers, out uint major, out uint minor);
        device = new(major, minor);
        return isSound;
    }

    public static bool TryOpen(CText path, out BlockDevice device)
    {
        bool isDevice = Linux.Status(path, out var status) >= 0 && status.IsBlockDevice;
        device = new(status.DeviceMajor, status.DeviceMinor);
        return isDevice;
    }

    /// <summary>The disk that a partition is part of.</summary>
    public bool TryGetDisk(out BlockDevice disk)
    {
        disk = default;
        var numbers = Read("../dev"u8);
        return PartitionNumber > 0 && TryParse(KeyLines.TakeLine(ref numbers), out disk);
    }

    /// <summary>The start of it, for what it has there; empty if it cannot be read, with the error, or 0 if it is shorter.</summary>
    public ReadOnlySpan<byte> ReadStart(out nint error)
    {
        using var file = Linux.Open(Path);
        error = file.Number;
        var start = Memory.Take(FileSystemMark.Length);
        return file.IsOpen && file.TryReadAt(0, start, out error) ? start : default;
    }

    public ReadOnlySpan<byte> ReadStart() => ReadStart(out _);

    private ulong ReadNumber(ReadOnlySpan<byte> name)
    {
        ulong number = 0;
        foreach (byte c in Read(name))
        {
            if (c is >= (byte)'0' and <= (byte)'9')
                number = number * 10 + c - '0';
        }

        return number;
    }

    private ReadOnlySpan<byte> Read(ReadOnlySpan<byte> name) =>
        File.ReadAll(CText.Join("/sys/dev/block/"u8, Number.Text, CText.Join("/"u8, name).Text));
}
