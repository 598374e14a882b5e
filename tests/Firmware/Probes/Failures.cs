using Bq2.Efi.Uefi;

/// <summary>Starts the program that fails, once for each way to do so, and tells what the firmware was given.</summary>
internal static unsafe class Failures
{
    public static void Start()
    {
        byte[] program = ReadFile("\\failures.efi");
        for (int which = 0; which < 100; which++)
        {
            ulong status = Start(program, which);
            Console.WriteLine($"failure {which} ended with {status:x}");
            if (status == 0)
                return;
        }
    }

    private static ulong Start(byte[] program, int which)
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

    private static byte[] ReadFile(string path)
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
