using System.Runtime.InteropServices;

namespace Bq2.Efi.Uefi;

/// <summary>A TPM 2.0: "TCG EFI Protocol Specification", 6.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Tcg2 : IEfiProtocol
{
    public static EfiGuid Guid => new(0x607f766c, 0x7455, 0x42be, 0x930b, 0xe4d76db2720f);

    public delegate* unmanaged[SuppressGCTransition]<Tcg2*, Tcg2Capability*, EfiStatus> GetCapability;     //  0
    public delegate* unmanaged[SuppressGCTransition]<Tcg2*, uint, ulong*, ulong*, byte*, EfiStatus> GetEventLog; // 8
    public delegate* unmanaged[SuppressGCTransition]<Tcg2*, ulong, ulong, ulong, Tcg2Event*, EfiStatus>
        HashLogExtendEvent; // 16  flags, data, length
    public delegate* unmanaged[SuppressGCTransition]<Tcg2*, uint, byte*, uint, byte*, EfiStatus> SubmitCommand; // 24
    public delegate* unmanaged[SuppressGCTransition]<Tcg2*, uint*, EfiStatus> GetActivePcrBanks;           // 32
    public delegate* unmanaged[SuppressGCTransition]<Tcg2*, uint, EfiStatus> SetActivePcrBanks;            // 40
    public delegate* unmanaged[SuppressGCTransition]<Tcg2*, uint*, uint*, EfiStatus> GetResultOfSetActivePcrBanks; // 48
}

/// <summary>What the TPM can do.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Tcg2Capability
{
    public const int SizeOf = 36;

    public byte Size;                    //  0  of the struct; set it before the call
    public byte StructureMajor;          //  1
    public byte StructureMinor;          //  2
    public byte ProtocolMajor;           //  3
    public byte ProtocolMinor;           //  4
    public uint HashAlgorithms;          //  8
    public uint SupportedEventLogs;      // 12
    public byte TpmPresent;              // 16
    public ushort MaxCommandSize;        // 18
    public ushort MaxResponseSize;       // 20
    public uint ManufacturerId;          // 24
    public uint PcrBankCount;            // 28
    public uint ActivePcrBanks;          // 32
}

/// <summary>What is written to the event log with a measurement. The event itself follows.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct Tcg2Event
{
    public const int SizeOf = 18;

    public uint Size;                    //  0  of this and the event
    public uint HeaderSize;              //  4  of the four fields from here
    public ushort HeaderVersion;         //  8  1
    public uint PcrIndex;                // 10
    public uint EventType;               // 14
}
