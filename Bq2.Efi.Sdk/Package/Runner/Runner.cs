using Bq2.Efi.Uefi;

// What dotnet run boots: it starts the program beside it as firmware would, and switches the machine off when the program ends. Firmware
// would go on to its setup instead, and the terminal would not come back. By the words below (build/Bq2.Efi.Sdk.targets has them too)
// dotnet run knows that the program failed: a machine that is switched off has no exit code.
var status = Runner.Start("\\program.efi");
if (status.IsError)
    Console.WriteLine($"The program ended with status 0x{(ulong)status:x}.");
Runner.PowerOff();

internal static unsafe class Runner
{
    public static EfiStatus Start(string path)
    {
        var boot = EfiProgram.SystemTable->BootServices;
        EfiHandle program;
        EfiStatus status;
        fixed (byte* place = PathOf(path))
            status = boot->LoadImage(0, EfiProgram.Image, (DevicePathNode*)place, null, 0, &program);
        return status.IsError ? status : boot->StartImage(program, null, null);
    }

    public static void PowerOff() =>
        EfiProgram.SystemTable->RuntimeServices->ResetSystem(ResetType.Shutdown, EfiStatus.Success, 0, null);

    /// <summary>The volume's path comes first: programs find their files by it.</summary>
    private static byte[] PathOf(string path)
    {
        var volume = Open<DevicePathNode>(Open<LoadedImage>(EfiProgram.Image)->DeviceHandle);
        int length = 0;
        for (var node = volume; node->Type != DevicePathType.End; node = (DevicePathNode*)((byte*)volume + length))
            length += node->Length;

        int nodeLength = DevicePathNode.Size + (path.Length + 1) * sizeof(char);
        var whole = new byte[length + nodeLength + DevicePathNode.Size];
        new ReadOnlySpan<byte>(volume, length).CopyTo(whole);
        fixed (byte* end = &whole[length])
        {
            *(DevicePathNode*)end = new(DevicePathType.Media, DevicePathNode.FilePath, (ushort)nodeLength);
            path.CopyTo(new Span<char>(end + DevicePathNode.Size, path.Length));
            *(DevicePathNode*)(end + nodeLength) = DevicePathNode.End;
        }

        return whole;
    }

    private static T* Open<T>(EfiHandle handle) where T : unmanaged, IEfiProtocol
    {
        var guid = T.Guid;
        void* found = null;
        var status = EfiProgram.SystemTable->BootServices->HandleProtocol(handle, &guid, &found);
        return status.IsError ? throw new InvalidOperationException("the volume has no path") : (T*)found;
    }
}
