using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>A volume with entries: the one this program came from, or the disk's XBOOTLDR partition.</summary>
internal readonly unsafe struct Volume : IDisposable
{
    private readonly State* _state;   // shared by all copies: a volume that is opened again is so for all

    private Volume(State* state) => _state = state;

    /// <summary>The handle that carries the volume's protocols.</summary>
    public EfiHandle Device => _state->Device;

    public bool Exists => _state != null;

    /// <summary>Opens the volume that this program came from.</summary>
    public static Volume OfLoader(out EfiStatus status)
    {
        var self = Firmware.Open<LoadedImage>(Firmware.Image, out status);
        var volume = status.IsError ? default : Open(self->DeviceHandle, out status);
        if (status.IsError)
        {
            status = Fault.Say(status, "cannot open the volume that bq2 was started from"u8).Because()
                .Try("start bq2 from a FAT volume, as \\EFI\\BOOT\\BOOTX64.EFI or BOOTAA64.EFI there"u8);
        }

        return volume;
    }

    public static Volume Open(EfiHandle device, out EfiStatus status)
    {
        var buffer = PoolBuffer.Allocate(sizeof(State), out status);
        if (status.IsError)
            return default;

        var volume = new Volume((State*)buffer.Start);
        *volume._state = new() { Device = device };
        status = volume.OpenRoot();
        return status.IsError ? default : volume;
    }

    public OpenFile Open(string path, out EfiStatus status)
    {
        fixed (char* name = path)
            return Open(name, FileUse.Read, out status);
    }

    /// <summary>The path ends in a NUL.</summary>
    public OpenFile Open(Span<char> path, FileUse use, out EfiStatus status)
    {
        fixed (char* name = &MemoryMarshal.GetReference(path))
            return Open(name, use, out status);
    }

    /// <summary>
    /// Opens a file or a folder. Firmware that believes the disk was changed closes everything, and opens it again on request.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public OpenFile Open(char* path, FileUse use, out EfiStatus status)
    {
        var file = _state->Root.Open(path, use, out status);
        if (status is not (EfiStatus.MediaChanged or EfiStatus.NoMedia) || OpenRoot().IsError)
            return file;
        return _state->Root.Open(path, use, out status);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Dispose()
    {
        if (_state != null)
            _state->Root.Dispose();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private EfiStatus OpenRoot()
    {
        var fileSystem = Firmware.Open<SimpleFileSystem>(Device, out var status);
        FileProtocol* root = null;
        if (!status.IsError)
            status = Firmware.Call(fileSystem, &root, fileSystem->OpenVolume);
        if (!status.IsError)
            _state->Root = new(root);
        return status;
    }

    private struct State
    {
        public EfiHandle Device;
        public OpenFile Root;
    }
}
