using System.Runtime.InteropServices;

namespace Bq2.Efi.Uefi;

/// <summary>An open file or folder: UEFI 13.5. Found by opening a volume, not by a name of its own.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct FileProtocol
{
    public const ulong OpenForReading = 1;

    public ulong Revision;               //  0
    public delegate* unmanaged<FileProtocol*, FileProtocol**, char*, ulong, ulong, EfiStatus> Open; // 8
    public delegate* unmanaged<FileProtocol*, EfiStatus> Close;                          // 16
    public void* Delete;                 // 24
    public delegate* unmanaged<FileProtocol*, nuint*, void*, EfiStatus> Read;            // 32
    public void* Write;                  // 40
    public void* GetPosition;            // 48
    public void* SetPosition;            // 56
    public delegate* unmanaged<FileProtocol*, EfiGuid*, nuint*, void*, EfiStatus> GetInfo; // 64
    public void* SetInfo;                // 72
    public void* Flush;                  // 80
}
