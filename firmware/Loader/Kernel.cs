using Bq2.Efi.Boot;
using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>A kernel that firmware has loaded and that waits to be started, which ends its life here.</summary>
internal readonly unsafe struct Kernel
{
    private readonly EfiHandle _image;
    private readonly PoolBuffer _commandLine;   // UTF-16 with a NUL
    private readonly int _length;

    private Kernel(EfiHandle image, PoolBuffer commandLine, int length)
    {
        _image = image;
        _commandLine = commandLine;
        _length = length;
    }

    public static Kernel Load(Volume volume, EntryFile entry, out EfiStatus status)
    {
        using var file = KernelFile.Read(volume, entry, out status);
        if (status.IsError)
            return default;

        var commandLine = WriteCommandLine(entry, out int length, out status);
        if (status.IsError)
            return default;

        var image = LoadImage(volume, entry, file, out status);
        if (!status.IsError)
            status = GiveOptions(image, commandLine, length);
        if (!status.IsError)
            return new(image, commandLine, length);

        commandLine.Dispose();
        return default;
    }

    /// <summary>Comes back only when the kernel does not want to run, or was some other program that has ended.</summary>
    public EfiStatus Start(EntryFile entry)
    {
        SayStarting(entry);
        var status = Firmware.Boot->StartImage(_image, null, null);

        // A program that has returned was unloaded by firmware.
        _commandLine.Dispose();
        Fault.Say(status, "kernel "u8).AddPath(entry.Entry.Linux).In(entry).Add(" has come back"u8).Because()
            .Try("look above for its own words; remove quiet from the options line if there are none"u8);
        return status;
    }

    private static PoolBuffer WriteCommandLine(EntryFile entry, out int length, out EfiStatus status)
    {
        length = 0;
        var buffer = PoolBuffer.Allocate(CommandLine.LongestLine * sizeof(char), out status);
        if (status.IsError)
            return default;

        var fault = CommandLine.Write(entry.Entry, new(buffer.Start, CommandLine.LongestLine), out length);
        if (fault == TextFault.None)
            return buffer;

        buffer.Dispose();
        status = fault == TextFault.TooLong
            ? Fault.Say(EfiStatus.BadBufferSize, "the options of entry "u8).Add(entry.Name).Add(" have more than "u8)
                .Add(CommandLine.LongestLine - 1).Add(" characters"u8).Try("shorten them; Linux takes 2047"u8)
            : Fault.Say(EfiStatus.InvalidParameter, "the options of entry "u8).Add(entry.Name).Add(" are not UTF-8"u8)
                .Try("save the entry as UTF-8"u8);
        return default;
    }

    private static EfiHandle LoadImage(Volume volume, EntryFile entry, KernelFile file, out EfiStatus status)
    {
        using var path = volume.FullPathOf(entry.Entry.Linux, out status);
        if (status.IsError)
            return default;

        EfiHandle image = default;
        status = Firmware.Boot->LoadImage(0, Firmware.Image, (DevicePathNode*)path.Start, file.Start, (nuint)file.Size, &image);
        if (!status.IsError)
            return image;

        Fault.Say(status, "firmware does not load "u8).AddPath(entry.Entry.Linux).In(entry).Because().Try(status switch
        {
            EfiStatus.SecurityViolation or EfiStatus.AccessDenied =>
                "sign the kernel with a key that this machine trusts, or turn Secure Boot off"u8,
            EfiStatus.OutOfResources => "give the machine more memory"u8,
            _ => "is the kernel's file whole?"u8,
        });

        // A kernel that is not trusted has been loaded all the same.
        if (!image.IsNull)
            Firmware.Boot->UnloadImage(image);
        return default;
    }

    private static EfiStatus GiveOptions(EfiHandle image, PoolBuffer commandLine, int length)
    {
        var loaded = Firmware.Open<LoadedImage>(image, out var status);
        if (status.IsError)
        {
            Firmware.Boot->UnloadImage(image);
            return Fault.Say(status, "firmware does not find the kernel it has loaded"u8).Because().Try("update the firmware"u8);
        }

        loaded->LoadOptions = commandLine.Start;
        loaded->LoadOptionsSize = (uint)(length + 1) * sizeof(char);
        return status;
    }

    private void SayStarting(EntryFile entry)
    {
        var title = entry.Entry.Title;
        Console.Write("bq2: starting "u8);
        if (title.IsEmpty)
            Console.Write(entry.Name);
        else
            Console.Write(title);
        Console.Write(": "u8);
        Console.WritePath(entry.Entry.Linux);
        Console.EndLine();

        if (_length == 0)
            return;
        Console.Write("  "u8);
        Console.Write(new ReadOnlySpan<char>(_commandLine.Start, _length));
        Console.EndLine();
    }
}
