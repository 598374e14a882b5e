using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>A file or a folder that is open. Says nothing of what fails: only the caller knows what it is for.</summary>
internal readonly unsafe struct OpenFile(FileProtocol* file) : IDisposable
{
    // Some firmware fails on larger reads, and its file with them; Linux and systemd-boot read as much at a time.
    private const int Chunk = 1 << 20;

    public OpenFile Open(char* name, out EfiStatus status)
    {
        FileProtocol* opened = null;
        status = file->Open(file, &opened, name, FileUse.Read, FileTraits.None);
        return status.IsError ? default : new(opened);
    }

    /// <summary>How many bytes there are to be read; a folder has none that can be.</summary>
    public ulong Size(out EfiStatus status)
    {
        byte* buffer = stackalloc byte[EfiFileInfo.LargestSize];
        var guid = EfiFileInfo.Guid;
        nuint length = EfiFileInfo.LargestSize;
        status = file->GetInfo(file, &guid, &length, buffer);
        if (status.IsError)
            return 0;

        var info = (EfiFileInfo*)buffer;
        if ((info->Attribute & FileTraits.Directory) != 0)
            status = EfiStatus.AccessDenied;
        return info->FileSize;
    }

    /// <summary>Reads so many bytes from where the file stands; fewer are an error.</summary>
    public EfiStatus Read(byte* target, ulong length)
    {
        while (length > 0)
        {
            nuint count = length < Chunk ? (nuint)length : Chunk;
            var status = file->Read(file, &count, target);
            if (status.IsError)
                return status;
            if (count == 0)
                return EfiStatus.EndOfFile;

            target += count;
            length -= count;
        }

        return EfiStatus.Success;
    }

    /// <summary>Reads what a folder says of its next file; no bytes when there is none.</summary>
    public EfiStatus ReadNext(PoolBuffer info, out int length)
    {
        var count = (nuint)info.Length;
        var status = file->Read(file, &count, info.Start);
        length = (int)count;
        return status;
    }

    public void Dispose()
    {
        if (file != null)
            file->Close(file);
    }
}
