using Bq2.Efi.Uefi;

/// <summary>Other programs on the volume that this one came from.</summary>
internal static unsafe class Programs
{
    /// <summary>Answers what the program gave the firmware; the number is what it finds as its load options.</summary>
    public static ulong Start(byte[] program, int which)
    {
        var boot = EfiProgram.SystemTable->BootServices;
        EfiHandle image;
        fixed (byte* bytes = program)
        {
            var status = boot->LoadImage(0, EfiProgram.Image, null, bytes, (nuint)program.Length, &image);
            if (status.IsError)
                throw new InvalidOperationException("LoadImage: " + (ulong)status);
        }

        Open<LoadedImage>(image)->LoadOptions = (void*)(nint)which;
        return (ulong)boot->StartImage(image, null, null);
    }

    public static byte[] Read(string path)
    {
        FileProtocol* root, file;
        var files = Open<SimpleFileSystem>(Open<LoadedImage>(EfiProgram.Image)->DeviceHandle);
        files->OpenVolume(files, &root);
        fixed (char* name = path)
        {
            if (root->Open(root, &file, name, FileUse.Read, default).IsError)
                throw new InvalidOperationException(path + " is not there");
        }

        var content = new byte[1 << 20];
        nuint length = (nuint)content.Length;
        fixed (byte* room = content)
            file->Read(file, &length, room);
        return content[..(int)length];
    }

    private static T* Open<T>(EfiHandle handle) where T : unmanaged, IEfiProtocol
    {
        var guid = T.Guid;
        void* found = null;
        var status = EfiProgram.SystemTable->BootServices->HandleProtocol(handle, &guid, &found);
        return status.IsError ? throw new InvalidOperationException("no such protocol") : (T*)found;
    }
}
