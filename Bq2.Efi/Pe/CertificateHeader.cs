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
    X509 = 1,
    Pkcs7 = 2,                           // the only one that Secure Boot knows
    Pkcs1 = 9,
    UefiGuid = 0x0ef1,
}
