using Bq2.Efi;
using Bq2.Efi.Link;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Pe;

/// <summary>What is taken apart and put together is the same file, whoever made it.</summary>
public sealed class PeRoundTripTests
{
    [Fact]
    public void EveryPeFileThatIsInstalledRoundTrips()
    {
        int images = 0, narrow = 0;
        var names = new HashSet<string>();
        var refused = new Dictionary<string, int>();
        foreach (string path in PeFiles.Installed())
        {
            byte[] file = File.ReadAllBytes(path);
            try
            {
                var image = PeImage.Read(path, file);
                AssertRoundTrips(image, file);
                images++;
                narrow += image.IsPe32 ? 1 : 0;
                names.Add(Path.GetFileName(path));
            }
            catch (FaultException bad)
            {
                refused[bad.Fault.Code] = refused.GetValueOrDefault(bad.Fault.Code) + 1;
                if (PeFiles.IsPe32Plus(file))
                    throw;
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{images} images, {narrow} of them PE32; refused: {string.Join(", ", refused)}");
        Assert.True(images - narrow >= 100 && narrow >= 10, $"only {images} images were found, {narrow} of them PE32");
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Superset(
                new HashSet<string>(["vmlinuz", "shimx64.efi", "mmx64.efi.signed", "systemd-bootx64.efi", "KeyTool.efi", "ipxe.efi"]),
                names);
        }
    }

    [Needs("xz")]
    [InlineData(Machine.X64, "/usr/share/OVMF/OVMF_CODE_4M.fd")]
    [InlineData(Machine.Arm64, "/usr/share/AAVMF/AAVMF_CODE.fd")]
    public void TheModulesOfFirmwareRoundTrip(Machine machine, string firmware)
    {
        int modules = 0;
        foreach (byte[] module in PeFiles.InFirmware(firmware).Where(module => PeFiles.IsPe32Plus(module)))
        {
            var image = PeImage.Read(firmware, module);
            AssertRoundTrips(image, module);
            Assert.Equal(machine, image.FileHeader.Machine);
            modules++;
        }

        Assert.True(modules >= 50, $"{firmware} has only {modules} modules");
    }

    [Fact]
    public void WhatIsChangedStandsInTheFile()
    {
        var image = PeImage.Read("a.efi", EfiLinker.Link([SampleObject.Read(Machine.X64)]).Image!);
        var parts = new PeParts(image);
        parts.OptionalHeader = parts.OptionalHeader with { CheckSum = 0x1234_5678 };
        parts.Sections[1] = parts.Sections[1] with { VirtualSize = 7 };
        parts.SectionData[0] = new byte[] { 0x90 };

        var changed = PeImage.Read("b.efi", parts.ToBytes());

        Assert.Equal(0x1234_5678u, changed.OptionalHeader.CheckSum);
        Assert.Equal(7u, changed.Sections[1].VirtualSize);
        Assert.Equal(0x90, changed.Data(0)[0]);
        Assert.False(image.Bytes.SequenceEqual(changed.Bytes));
    }

    [Fact]
    public void ANameSteersNoTerminal()
    {
        var parts = new PeParts(PeImage.Read("a.efi", EfiLinker.Link([SampleObject.Read(Machine.X64)]).Image!));
        parts.Sections[0].Name = 0x7865_6d32_5b1b_2eul;    // ".\x1b[2mex"

        Assert.Equal(".\ufffd[2mex", PeImage.Read("b.efi", parts.ToBytes()).SectionName(0));
    }

    [Fact]
    public void APartThatDoesNotFitIsNamed()
    {
        var parts = new PeParts(PeImage.Read("a.efi", EfiLinker.Link([SampleObject.Read(Machine.X64)]).Image!));
        parts.Length -= 512;

        Assert.Equal("PE006", Assert.Throws<FaultException>(parts.ToBytes).Fault.Code);
    }

    private static void AssertRoundTrips(PeImage image, byte[] file)
    {
        Assert.True(new PeParts(image).ToBytes().AsSpan().SequenceEqual(file), $"{image.Path} is not the same file afterwards");

        // Each byte in one piece, or there would be bytes that no one is shown.
        int end = 0;
        foreach (var piece in image.Pieces())
        {
            Assert.Equal(end, piece.Offset);
            Assert.True(piece.Length > 0);
            end = piece.End;
        }

        Assert.Equal(file.Length, end);
    }
}
