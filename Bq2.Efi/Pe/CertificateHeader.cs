using System.Runtime.InteropServices;

namespace Bq2.Efi.Pe;

/// <summary>The eight bytes before each certificate (WIN_CERTIFICATE). The next one begins at the next multiple of eight.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct CertificateHeader
{
    public const int Size = 8;
    public const uint Alignment = 8;

    public uint Length;                  //  0  with this header, without what fills up to the next
    public ushort Revision;              //  4  0x0200
    public CertificateKind Kind;         //  6
}

/// <summary>In which form a certificate is.</summary>
public enum CertificateKind : ushort
{
    /// <summary>A single X.509 certificate.</summary>
    X509 = 1,
    /// <summary>A PKCS #7 signature (Authenticode); the only kind that Secure Boot accepts.</summary>
    Pkcs7 = 2,
    /// <summary>A PKCS #1 signature.</summary>
    Pkcs1 = 9,
    /// <summary>A kind named by a GUID of UEFI.</summary>
    UefiGuid = 0x0ef1,
}
