using System.Runtime.InteropServices;

namespace Bq2.Efi.Uefi;

/// <summary>An open file or folder: UEFI 13.5. Found by opening a volume, not by a name of its own.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FileProtocol
{
    public ulong Revision;               //  0
    public delegate* unmanaged[SuppressGCTransition]<FileProtocol*, FileProtocol**, char*, FileUse, FileTraits, EfiStatus> Open; // 8
    public delegate* unmanaged[SuppressGCTransition]<FileProtocol*, EfiStatus> Close;                          // 16
    public delegate* unmanaged[SuppressGCTransition]<FileProtocol*, EfiStatus> Delete;                         // 24
    public delegate* unmanaged[SuppressGCTransition]<FileProtocol*, nuint*, void*, EfiStatus> Read;            // 32
    public delegate* unmanaged[SuppressGCTransition]<FileProtocol*, nuint*, void*, EfiStatus> Write;           // 40
    public delegate* unmanaged[SuppressGCTransition]<FileProtocol*, ulong*, EfiStatus> GetPosition;            // 48
    public delegate* unmanaged[SuppressGCTransition]<FileProtocol*, ulong, EfiStatus> SetPosition;             // 56
    public delegate* unmanaged[SuppressGCTransition]<FileProtocol*, EfiGuid*, nuint*, void*, EfiStatus> GetInfo; // 64
    public delegate* unmanaged[SuppressGCTransition]<FileProtocol*, EfiGuid*, nuint, void*, EfiStatus> SetInfo; // 72
    public delegate* unmanaged[SuppressGCTransition]<FileProtocol*, EfiStatus> Flush;                          // 80
}

/// <summary>What a file is opened for. Firmware accepts only these combinations.</summary>
internal enum FileUse : ulong
{
    Read = 1,
    ReadWrite = 3,
    Create = 0x8000_0000_0000_0003,
}
