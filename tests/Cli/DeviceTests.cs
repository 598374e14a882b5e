using Bq2.Efi.Pe;
using Bq2.Tests.Image;

namespace Bq2.Tests.Cli;

/// <summary>Disks of this machine, read and written as themselves; qemu-img on the same device is the peer.</summary>
public sealed class DeviceTests : IDisposable
{
    private const int Length = 3 << 20;

    private readonly TempFolder _temp = new();

    public DeviceTests() => File.WriteAllBytes(_temp["disk"], TestBytes.Make(Length));

    [Needs("losetup qemu-img")]
    [InlineData("raw")]
    [InlineData("qcow2")]
    public void ADeviceIsAsLongAsItsDisk(string format) => LoopDevice.With(_temp["disk"], device =>
    {
        Bq2Program.Run("image", "convert", "-O", format, device, _temp["copy"]).Accepts();
        RealTool.QemuImg.Run("compare", "-f", "raw", "-F", format, device, _temp["copy"]).Accepts();
        RealTool.QemuImg.Run("compare", "-f", "raw", "-F", format, _temp["disk"], _temp["copy"]).Accepts();
        return Bq2Program.Run("image", "compare", "-f", "raw", "-F", format, device, _temp["copy"]).Accepts();
    });

    [Needs("losetup")]
    [InlineData(0)]
    [InlineData(Length - 1)]
    public void TwoDevicesThatDifferByAByteDiffer(int offset)
    {
        File.Copy(_temp["disk"], _temp["other"]);
        Spoil.Flip(_temp["other"], offset);

        var outcome = LoopDevice.With(_temp["disk"],
            one => LoopDevice.With(_temp["other"], other => Bq2Program.Run("image", "compare", one, other)));

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains($"Content mismatch at offset {offset}!", outcome.Said, StringComparison.Ordinal);
    }

    /// <summary>What was on the device before is written over, zeros as well, and no container is put around what boots.</summary>
    [Needs("losetup sgdisk")]
    [InlineData("")]
    [InlineData(" >")]
    public void ADiskBuiltOntoADeviceIsRaw(string redirection)
    {
        File.WriteAllBytes(_temp["device"], TestBytes.Make(48 << 20));
        LoopDevice.With(_temp["device"], device =>
        {
            string target = redirection.Length == 0 ? $"-o {device}" : $"-o - >{device}";
            return new RealTool("bash").Run("-c",
                $"'{Bq2Program.File}' image build --arch x86_64 --kernel '{Repository.Loader(Machine.X64)}' {target}").Accepts();
        });
        Bq2Program.Run("image", "build", "--arch", "x86_64", "--kernel", Repository.Loader(Machine.X64), "-o", _temp["file.raw"]).Accepts();

        byte[] expected = File.ReadAllBytes(_temp["file.raw"]);
        Assert.Equal(expected, File.ReadAllBytes(_temp["device"])[..expected.Length]);
        RealTool.Sgdisk.Run("--print", _temp["file.raw"]).Accepts();
    }

    [Needs("losetup qemu-img")]
    [InlineData("qcow2")]
    public void AContainerGoesOntoADeviceWhenItIsAskedFor(string format) => LoopDevice.With(_temp["disk"], device =>
    {
        new RealTool("truncate").Run("-s", "1M", _temp["small"]).Accepts();
        Bq2Program.Run("image", "convert", "-O", format, _temp["small"], device).Accepts();
        return RealTool.QemuImg.Run("compare", "-f", format, "-F", "raw", device, _temp["small"]).Accepts();
    });

    [Needs("losetup")]
    [InlineData("raw")]
    [InlineData("qcow2")]
    public void ADeviceThatIsTooSmallIsLeftAsItWas(string format)
    {
        byte[] before = File.ReadAllBytes(_temp["disk"]);
        File.WriteAllBytes(_temp["large"], TestBytes.Make(Length + 512));

        var outcome = LoopDevice.With(_temp["disk"],
            device => Bq2Program.Run("image", "convert", "-f", "raw", "-O", format, _temp["large"], device));

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("IMG040", outcome.Complained, StringComparison.Ordinal);
        Assert.Contains("/dev/loop", outcome.Complained, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_temp["disk"]));
    }

    /// <summary>A file that is made in the place of a device takes the device away.</summary>
    [Theory]
    [InlineData("efi", "link", "OBJECT", "-o", "/dev/null")]
    [InlineData("efi", "link", "OBJECT", "-o", "OUT", "--map", "/dev/null")]
    [InlineData("image", "create", "/dev/null", "1M")]
    [InlineData("image", "create", "-f", "qcow2", "-b", "OBJECT", "-F", "raw", "/dev/null")]
    public void NoDeviceIsReplacedByAFile(params string[] words)
    {
        string object_ = Repository.LoaderObject(Machine.X64);
        Bq2Program.Run([.. words.Select(word => word == "OBJECT" ? object_ : word == "OUT" ? _temp["out"] : word)]);

        Assert.Equal("character special file", new RealTool("stat").Run("-c", "%F", "/dev/null").Accepts().Said.Trim());
    }

    public void Dispose() => _temp.Dispose();
}
