using Bq2.Sysroot;

namespace Bq2.Tests.Sysroot;

/// <summary>QEMU itself: our command line brings its machines up as far as the firmware's first words.</summary>
public sealed class QemuRunTests
{
    [Needs("qemu-system-x86_64 qemu-system-aarch64")]
    [InlineData("x86_64", "BdsDxe")]
    [InlineData("aarch64", "UEFI firmware")]
    public void TheFirmwareSpeaksAndTheDiskStaysAsItIs(string machine, string words)
    {
        using var temp = new TempFolder();
        File.WriteAllBytes(temp["disk.img"], new byte[1 << 20]);
        var outcome = QemuRun.Boot(Boot.Of(temp["disk.img"], QemuMachine.Find(machine)!) with
        {
            Expect = words,
            Timeout = TimeSpan.FromSeconds(60),
        });

        Assert.True(outcome.ExpectedSaid, outcome.ToString());
        Assert.False(outcome.TimedOut);
        Assert.Equal(new byte[1 << 20], File.ReadAllBytes(temp["disk.img"]));
    }

    [Needs("qemu-system-aarch64")]
    [InlineData("words that no firmware says")]
    public void OtherWordsAreNotHeard(string words)
    {
        using var temp = new TempFolder();
        File.WriteAllBytes(temp["disk.img"], new byte[1 << 20]);
        var boot = Boot.Of(temp["disk.img"], QemuMachine.Arm64) with { Expect = words, Timeout = TimeSpan.FromSeconds(2) };
        var outcome = QemuRun.Boot(boot);

        Assert.False(outcome.ExpectedSaid);
        Assert.True(outcome.TimedOut);
    }

    [Needs("qemu-system-x86_64")]
    [InlineData("qcow2")] // which the disk is not
    public void QemusOwnErrorsAreShown(string format)
    {
        using var temp = new TempFolder();
        File.WriteAllBytes(temp["disk.img"], new byte[1 << 20]);
        var boot = Boot.Of(temp["disk.img"], QemuMachine.X64) with { Format = format, Timeout = TimeSpan.FromSeconds(60) };
        var outcome = QemuRun.Boot(boot);

        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains("disk.img", outcome.Complained);
    }
}
