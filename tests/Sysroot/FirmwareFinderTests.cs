using Bq2.Sysroot;

namespace Bq2.Tests.Sysroot;

public sealed class FirmwareFinderTests : IDisposable
{
    // No usual places: only what the descriptors say.
    private static readonly QemuMachine s_machine = QemuMachine.X64 with { FirmwarePlaces = [] };

    private readonly TempFolder _temp = new();

    [Fact]
    public void TheFirstByNameWinsWhateverItsFolder()
    {
        Describe("distribution/60-plain.json", "plain");
        Describe("user/50-mine.json", "mine");

        Assert.Equal("mine", Found());
    }

    [Fact]
    public void TheLaterFolderWinsForEqualNames()
    {
        Describe("distribution/60-a.json", "theirs");
        Describe("user/60-a.json", "mine");

        Assert.Equal("mine", Found());
    }

    [Fact]
    public void AnEmptyOneHidesItsNamesake()
    {
        Describe("distribution/50-a.json", "hidden");
        Describe("distribution/51-b.json", "hidden too");
        Describe("distribution/60-c.json", "shown");
        Directory.CreateDirectory(_temp["user"]);
        File.WriteAllText(_temp["user/50-a.json"], "");
        File.CreateSymbolicLink(_temp["user/51-b.json"], "/dev/null");

        Assert.Equal("shown", Found());
    }

    [Theory]
    [InlineData("\"secure-boot\", \"enrolled-keys\"")]
    [InlineData("\"secure-boot\", \"requires-smm\"")]
    public void WhatCouldNotRunAnUnsignedLoaderIsNeverTaken(string features)
    {
        Describe("distribution/40-secure.json", "secure", features: features);

        Assert.Null(Found());
    }

    [Fact]
    public void SecureBootIsTheLastResort()
    {
        Describe("distribution/40-secure.json", "secure", features: "\"secure-boot\"");
        Assert.Equal("secure", Found());

        Describe("distribution/60-plain.json", "plain");
        Assert.Equal("plain", Found());
    }

    [Theory]
    [InlineData("bios", "x86_64", "pc-q35-*", "flash")]
    [InlineData("uefi", "aarch64", "pc-q35-*", "flash")]
    [InlineData("uefi", "x86_64", "microvm", "flash")]
    [InlineData("uefi", "x86_64", "pc-q35-*", "memory")]
    public void ForAnotherMachineIsForAnotherMachine(string kind, string architecture, string board, string device)
    {
        Describe("distribution/60-a.json", "other", kind, architecture, board, device);

        Assert.Null(Found());
    }

    [Fact]
    public void MissingFilesAreNotFirmware()
    {
        Describe("distribution/50-a.json", "gone");
        File.Delete(_temp["gone.vars"]);
        Describe("distribution/60-b.json", "there");

        Assert.Equal("there", Found());
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{ "interface-types": null }""")]
    public void SomebodyElsesSlipDoesNoHarm(string json)
    {
        Describe("distribution/60-b.json", "good");
        File.WriteAllText(_temp["distribution/50-a.json"], json);

        Assert.Equal("good", Found());
    }

    [Fact]
    public void WithoutDescriptorsTheUsualPlacesCount()
    {
        File.WriteAllText(_temp["code"], "");
        File.WriteAllText(_temp["vars"], "");
        var machine = s_machine with { FirmwarePlaces = [("/nowhere/code", "/nowhere/vars"), (_temp["code"], _temp["vars"])] };

        Assert.Equal(new Firmware(_temp["code"], _temp["vars"]), FirmwareFinder.Find(machine, []));
    }

    public void Dispose() => _temp.Dispose();

    private string? Found() =>
        Path.GetFileNameWithoutExtension(FirmwareFinder.Find(s_machine, [_temp["distribution"], _temp["user"]])?.Code);

    private void Describe(string descriptor, string name, string kind = "uefi", string architecture = "x86_64",
        string board = "pc-q35-*", string device = "flash", string features = "\"acpi-s3\"")
    {
        File.WriteAllText(_temp[name + ".code"], "");
        File.WriteAllText(_temp[name + ".vars"], "");
        Directory.CreateDirectory(Path.GetDirectoryName(_temp[descriptor])!);
        File.WriteAllText(_temp[descriptor], MadeUpFirmware.Descriptor(_temp[name + ".code"], _temp[name + ".vars"],
            kind, architecture, board, device, features));
    }
}
