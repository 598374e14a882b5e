namespace Bq2.Efi.Pe;

/// <summary>A signature at the end of an image, as its table tells of it; nothing is checked here.</summary>
/// <param name="FileOffset">Where its header stands.</param>
/// <param name="Length">Its bytes, header and all.</param>
/// <param name="Revision">Of the header's form: 0x0200.</param>
/// <param name="Kind">In which form it is.</param>
public sealed record PeCertificate(uint FileOffset, uint Length, ushort Revision, CertificateKind Kind);
