using System.Runtime.InteropServices;

namespace Bq2.Efi.Uefi;

/// <summary>What a program gets when it starts, and from which it reaches everything: UEFI 4.3.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SystemTable
{
    public EfiTableHeader Header;        //   0
    public char* FirmwareVendor;         //  24
    public uint FirmwareRevision;        //  32
    public EfiHandle ConsoleInHandle;    //  40
    public SimpleTextInput* ConIn;       //  48  null on a machine without any console
    public EfiHandle ConsoleOutHandle;   //  56
    public SimpleTextOutput* ConOut;     //  64  null on a machine without any console
    public EfiHandle StandardErrorHandle; // 72
    public SimpleTextOutput* StdErr;     //  80
    public RuntimeServices* RuntimeServices; // 88
    public BootServices* BootServices;   //  96
    public nuint TableEntryCount;        // 104
    public ConfigurationTable* ConfigurationTable; // 112
}
