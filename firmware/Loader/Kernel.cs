using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>A kernel that firmware has loaded and that waits to be started.</summary>
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

    public static Kernel Load(Entry entry, out EfiStatus status)
    {
        var commandLine = LoadOptions.Write(entry, out int length, out status);
        if (status.IsError)
            return default;

        var file = LoadedFile.Read(entry.Program, entry.Text.ProgramHash, MemoryType.LoaderData, 0, entry, out status);
        if (!status.IsError)
            status = KernelFile.Check(file, entry);

        // Firmware makes a copy and starts that; ours is freed first.
        EfiHandle image = default;
        if (!status.IsError)
            image = LoadImage(entry, file, out status);
        file.Dispose();
        if (!status.IsError)
            status = GiveOptions(image, commandLine, length);
        return status.IsError ? default : new(image, commandLine, length);
    }

    /// <summary>Returns only if the kernel refuses to run, or if it was another program that has ended.</summary>
    public EfiStatus Start(Entry entry, Initrd initrd)
    {
        SayStarting(entry);
        initrd.GiveTo(_image);
        Variable.WriteNumber("LoaderTimeExecUSec"u8, Clock.Now);
        var status = Firmware.Call(_image, null, null, Firmware.Boot->StartImage);

        // Firmware has unloaded a program that returned.
        Fault.Say(status, "kernel "u8).AddPath(entry.Program).In(entry).Add(" has come back"u8).Because()
            .Try("look above for its own words; remove quiet from its options if there are none"u8);
        return status.IsError ? status : EfiStatus.Aborted;
    }

    private static EfiHandle LoadImage(Entry entry, LoadedFile file, out EfiStatus status)
    {
        var path = VolumePath.OfFile(entry.Volume, entry.Program, out status);
        if (status.IsError)
            return default;

        EfiHandle image = default;
        status = Firmware.Call(
            0, Firmware.Image, (DevicePathNode*)path.Start, file.Start, (nuint)file.Size, &image, Firmware.Boot->LoadImage);
        if (!status.IsError)
            return image;

        Fault.Say(status, "firmware does not load "u8).AddPath(entry.Program).In(entry).Because().Try(status switch
        {
            EfiStatus.SecurityViolation or EfiStatus.AccessDenied =>
                "sign the kernel with a key that this machine trusts, or turn Secure Boot off"u8,
            EfiStatus.OutOfResources => "give the machine more memory"u8,
            _ => "is the kernel's file whole?"u8,
        });

        // A kernel that fails the signature check is loaded nevertheless.
        if (!image.IsNull)
            Firmware.Call(image, Firmware.Boot->UnloadImage);
        return default;
    }

    private static EfiStatus GiveOptions(EfiHandle image, PoolBuffer commandLine, int length)
    {
        var loaded = Firmware.Open<LoadedImage>(image, out var status);
        if (status.IsError)
        {
            Firmware.Call(image, Firmware.Boot->UnloadImage);
            return Fault.Say(status, "firmware does not find the kernel it has loaded"u8).Because().Try("update the firmware"u8);
        }

        // None if there are none: a unified image then uses its own.
        if (length > 0)
        {
            loaded->LoadOptions = commandLine.Start;
            loaded->LoadOptionsSize = (uint)(length + 1) * sizeof(char);
        }

        return status;
    }

    private void SayStarting(Entry entry)
    {
        var title = entry.Text.Title;
        Console.Say("bq2: starting "u8);
        if (title.IsEmpty)
            Console.Write(entry.FileName);
        else
            Console.Write(title);
        Console.Say(": "u8);
        Console.WritePath(entry.Program);
        Console.EndLine();

        if (_length == 0)
            return;
        Console.Say("  "u8);
        Console.Write(new ReadOnlySpan<char>(_commandLine.Start, _length));
        Console.EndLine();
    }
}
