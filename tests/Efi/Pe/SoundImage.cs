using Bq2.Efi.Link;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Pe;

/// <summary>An image with nothing wrong in it, and ways to change that.</summary>
internal static class SoundImage
{
    public static byte[] Bytes() => EfiLinker.Link([SampleObject.Read(Machine.X64)], new()
    {
        Sbat = "sbat,1,SBAT Version,sbat,1,https://example.org\n"u8.ToArray(),
    }).Image!;

    public static void SetTable(PeParts parts, int offset, params ReadOnlySpan<byte> bytes)
    {
        byte[] table = parts.SectionData[4].ToArray();
        bytes.CopyTo(table.AsSpan(offset));
        parts.SectionData[4] = table;
    }

    public static void AddCertificate(PeParts parts, int shift, uint length = 16, int after = 0)
    {
        parts.Directories[4] = new() { Address = (uint)(parts.Length + shift), Length = 16 };
        parts.Rest.Add((parts.Length + shift, BitConverter.GetBytes(length)));
        parts.Length += shift + 16 + after;
    }
}
