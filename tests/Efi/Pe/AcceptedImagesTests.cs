using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Pe;

/// <summary>Images that may look odd and that nobody refuses.</summary>
public sealed class AcceptedImagesTests
{
    [Fact]
    public void NobodyRefusesASoundImage()
    {
        var found = EfiRules.Judge(PeImage.Read("good.efi", SoundImage.Bytes()));

        Assert.Equal(["PE062"], found.Select(finding => finding.Fault.Code));
    }

    /// <summary>Images that firmware everywhere starts, or the rules would be ours alone.</summary>
    [Theory]
    [InlineData("/usr/lib/shim/shimx64.efi")]
    [InlineData("/usr/lib/shim/mmx64.efi.signed")]
    [InlineData("/usr/lib/systemd/boot/efi/systemd-bootx64.efi")]
    [InlineData("/usr/lib/efitools/x86_64-linux-gnu/KeyTool.efi")]
    [InlineData("/boot/ipxe.efi")]
    [InlineData("artifacts/guest/x86_64/vmlinuz")]
    [InlineData("artifacts/guest/aarch64/vmlinuz")]
    public void ProgramsThatStartEverywhereAreNotRefused(string path)
    {
        path = Path.Combine(Repository.Root, path);
        Assert.SkipUnless(File.Exists(path) || Environment.GetEnvironmentVariable("CI") == "true", $"{path} is not installed");

        var found = EfiRules.Judge(PeImage.Read(path));

        Assert.DoesNotContain(found, finding => finding.Grade == EfiGrade.Firmware || finding.Fault.Code == "PE051");
    }

    /// <summary>GNU's objcopy leaves a count of 1 where there is no table.</summary>
    [Fact]
    public void ACountOfSymbolsWithoutATableIsNoTable()
    {
        var parts = new PeParts(PeImage.Read("good.efi", SoundImage.Bytes()));
        parts.FileHeader = parts.FileHeader with { SymbolTableOffset = 0, SymbolCount = 1 };

        Assert.DoesNotContain(EfiRules.Judge(PeImage.Read("a.efi", parts.ToBytes())), finding => finding.Fault.Code == "PE012");
    }

    /// <summary>Signing tools pad a file to a multiple of 8 before the certificates.</summary>
    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void PaddingBeforeCertificatesIsNotAGap(byte filling, bool isTaken)
    {
        var parts = new PeParts(PeImage.Read("good.efi", SoundImage.Bytes()));
        SoundImage.AddCertificate(parts, 4);
        parts.Rest.Add((parts.Length - 20, new byte[] { filling, 0, 0, 0 }));

        Assert.Equal(isTaken, EfiRules.Judge(PeImage.Read("a.efi", parts.ToBytes())).All(finding => finding.Fault.Code != "PE024"));
    }

    /// <summary>A boot loader starts a kernel and only asks shim about its signature.</summary>
    [Fact]
    public void AKernelNeedsNoSbat()
    {
        var parts = new PeParts(PeImage.Read("kernel", EfiLinker.Link([SampleObject.Read(Machine.X64)]).Image!));
        parts.Dos = parts.Dos with { LinuxMark = 0x8182_23cd };

        Assert.Equal(
            EfiJudges.None,
            EfiRules.Judge(PeImage.Read("kernel", parts.ToBytes())).Single(finding => finding.Fault.Code == "PE061").RefusedBy);
    }

    /// <summary>shim looks for data of such a section where its header points: at the headers.</summary>
    [Fact]
    public void ASectionOfZerosIsMarkedAsUninitialized()
    {
        var builder = new CoffBuilder(Machine.X64);
        short zeros = builder.Reserve(".bss", 64, 16);
        short text = builder.Section(".text", SampleObject.Code, [0x48, 0x8d, 0x05, 0, 0, 0, 0, 0xc3]);
        builder.Symbol("EfiMain", text);
        builder.Relocation(text, 3, (ushort)Amd64Relocation.Rel32, builder.Symbol("zeros", zeros));

        var image = PeImage.Read("a.efi", EfiLinker.Link([CoffObject.Read("a.obj", builder.ToBytes())]).Image);

        Assert.Equal(".data", image.SectionName(1));
        Assert.Equal(0u, image.Sections[1].SizeOfRawData);
        Assert.Empty(OurImages.Faults(image));
    }
}
