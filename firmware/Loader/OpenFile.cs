using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bq2.Efi.Boot;
using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>An open file or folder. It reports no faults: only the caller knows what the file is for.</summary>
internal readonly unsafe struct OpenFile(FileProtocol* file) : IDisposable
{
    // Some firmware fails on larger reads, and the open file with it; Linux and systemd-boot use the same size.
    private const int Chunk = 1 << 20;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public OpenFile Open(char* name, FileUse use, out EfiStatus status)
    {
        FileProtocol* opened = null;
        status = Firmware.Call(file, &opened, name, use, FileTraits.None, file->Open);
        return status.IsError ? default : new(opened);
    }

    /// <summary>The number of bytes in the file; a folder has none.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public ulong Size(out EfiStatus status)
    {
        var info = (EfiFileInfo*)GetInfo(out status).Start;
        if (status.IsError)
            return 0;

        if ((info->Attribute & FileTraits.Directory) != 0)
            status = EfiStatus.AccessDenied;
        return info->FileSize;
    }

    /// <summary>Reads that many bytes from the current position; fewer are an error.</summary>
    public EfiStatus Read(byte* target, ulong length) => Read(target, length, null);

    /// <summary>The same, and hashes each piece while it is in the processor's cache, if there is a hash to compute.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public EfiStatus Read(byte* target, ulong length, Sha256* hash)
    {
        while (length > 0)
        {
            nuint count = length < Chunk ? (nuint)length : Chunk;
            var status = Firmware.Call(file, &count, target, file->Read);
            if (status.IsError)
                return status;
            if (count == 0)
                return EfiStatus.EndOfFile;

            if (hash != null)
                hash->Add(target, count);
            target += count;
            length -= count;
        }

        return EfiStatus.Success;
    }

    /// <summary>Reads at that offset; true if everything was there.</summary>
    public bool TryReadAt(ulong offset, Span<byte> target)
    {
        fixed (byte* start = &MemoryMarshal.GetReference(target))
            return !Firmware.Call(file, offset, file->SetPosition).IsError && !Read(start, (ulong)target.Length).IsError;
    }

    /// <summary>Overwrites the beginning, and flushes it to the disk.</summary>
    public EfiStatus Overwrite(ReadOnlySpan<byte> bytes)
    {
        nuint length = (nuint)bytes.Length;
        var status = Firmware.Call(file, 0, file->SetPosition);
        fixed (byte* start = &MemoryMarshal.GetReference(bytes))
        {
            if (!status.IsError)
                status = Firmware.Call(file, &length, start, file->Write);
        }

        return status.IsError ? status : Firmware.Call(file, file->Flush);
    }

    /// <summary>Renames the file within its folder, and flushes it to the disk.</summary>
    public EfiStatus Rename(ReadOnlySpan<char> name)
    {
        var buffer = GetInfo(out var status);
        if (status.IsError)
            return status;

        var info = (EfiFileInfo*)buffer.Start;
        info->StructSize = (ulong)(EfiFileInfo.Size + (name.Length + 1) * sizeof(char));
        var target = new Span<char>(buffer.Start + EfiFileInfo.Size, name.Length + 1);
        name.CopyTo(target);
        target[name.Length] = '\0';
        var guid = EfiFileInfo.Guid;
        status = Firmware.Call(file, &guid, (nuint)info->StructSize, info, file->SetInfo);
        return status.IsError ? status : Firmware.Call(file, file->Flush);
    }

    /// <summary>Reads the folder's record of its next file; no bytes if there is none.</summary>
    public EfiStatus ReadNext(PoolBuffer info, out int length)
    {
        var count = (nuint)info.Length;
        var status = Firmware.Call(file, &count, info.Start, file->Read);
        length = (int)count;
        return status;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Dispose()
    {
        if (file != null)
            Firmware.Call(file, file->Close);
    }

    private PoolBuffer GetInfo(out EfiStatus status)
    {
        var buffer = PoolBuffer.Allocate(EfiFileInfo.MaxSize, out status);
        if (status.IsError)
            return default;

        var guid = EfiFileInfo.Guid;
        nuint length = EfiFileInfo.MaxSize;
        status = Firmware.Call(file, &guid, &length, buffer.Start, file->GetInfo);
        return buffer;
    }
}
