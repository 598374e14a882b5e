using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bq2.Efi.Link;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Pe;

/// <summary>Who signs images is the strictest about their form: it hashes what the headers say is there.</summary>
public sealed class SigningToolsTests
{
    [Needs("sbsign sbverify objdump")]
    [InlineData(Machine.X64)]
    [InlineData(Machine.Arm64)]
    public void OursAreSignedWithoutAWarning(Machine machine)
    {
        using var temp = new TempFolder();
        WriteImage(temp, machine);

        var signing = Sign(temp);

        Assert.DoesNotContain("warning", signing.Said + signing.Complained, StringComparison.OrdinalIgnoreCase);
        RealTool.Sbverify.Run("--cert", temp["cert.pem"], temp["signed.efi"]).Accepts();
        var signed = PeImage.Read(temp["signed.efi"]);
        Assert.Equal(CertificateKind.Pkcs7, Assert.Single(signed.Certificates()).Kind);
        Assert.Empty(OurImages.Faults(signed));
        Assert.True(new PeParts(signed).ToBytes().AsSpan().SequenceEqual(signed.Bytes));
        if (machine == Machine.X64)
            Assert.Contains(".sbat", RealTool.Objdump.Run("-p", "-h", temp["signed.efi"]).Accepts().Said, StringComparison.Ordinal);
    }

    [Needs("sbsign sbverify")]
    [InlineData(0x400)]      // what is signed
    [InlineData(0x58 + 16)]  // the entry point
    public void TheJudgeObjectsToASpoiledByte(int offset)
    {
        using var temp = new TempFolder();
        WriteImage(temp, Machine.X64);
        Sign(temp).Accepts();
        Spoil.Flip(temp["signed.efi"], offset);

        RealTool.Sbverify.Run("--cert", temp["cert.pem"], temp["signed.efi"]).Objects();
    }

    [Needs("sbsign")]
    [InlineData(null)]
    public void SignersWarnOfWhatTheRulesWarnOf(string? _)
    {
        using var temp = new TempFolder();
        WriteImage(temp, Machine.X64);
        var parts = new PeParts(PeImage.Read(temp["a.efi"]));
        (parts.Sections[^1].PointerToRawData, parts.Length) = (parts.Sections[^1].PointerToRawData + 512, parts.Length + 512);
        File.WriteAllBytes(temp["a.efi"], parts.ToBytes());

        Assert.Contains("gap", Sign(temp).Complained, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(EfiRules.Judge(PeImage.Read(temp["a.efi"])), finding => finding.Fault.Code == "PE024");
    }

    private static void WriteImage(TempFolder temp, Machine machine) =>
        File.WriteAllBytes(temp["a.efi"], EfiLinker.Link([SampleObject.Read(machine)], new()
    {
        Name = "a.efi",
        Sbat = "sbat,1,SBAT Version,sbat,1,https://example.org\n"u8.ToArray(),
    }).Image!);

    private static Outcome Sign(TempFolder temp)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=a test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        File.WriteAllText(temp["cert.pem"], certificate.ExportCertificatePem());
        File.WriteAllText(temp["key.pem"], key.ExportPkcs8PrivateKeyPem());
        return RealTool.Sbsign.Run(
            "--key", temp["key.pem"], "--cert", temp["cert.pem"], "--output", temp["signed.efi"], temp["a.efi"]).Accepts();
    }
}
