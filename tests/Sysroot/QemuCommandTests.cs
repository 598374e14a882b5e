using Bq2.Sysroot;

namespace Bq2.Tests.Sysroot;

public sealed class QemuCommandTests
{
    private static readonly Firmware s_firmware = new("/fw/code.fd", "/fw/vars.fd");

    [Fact]
    public void AnX64Machine() =>
        Assert.Equal(
            "qemu-system-x86_64 -nodefaults -no-user-config -display none -serial stdio -nic none -no-reboot"
            + " -M q35 -accel tcg -m 512"
            + " -drive if=pflash,unit=0,format=raw,readonly=on,file=/fw/code.fd"
            + " -drive if=pflash,unit=1,format=raw,snapshot=on,file=/fw/vars.fd"
            + " -drive if=none,id=disk,format=qcow2,snapshot=on,file=/disks/a.qcow2"
            + " -device nvme,serial=bq2,drive=disk",
            QemuCommand.Line(new(QemuMachine.X64, s_firmware, "/disks/a.qcow2", "qcow2")));

    [Fact]
    public void AnArm64Machine() =>
        Assert.Equal(
            "qemu-system-aarch64 -nodefaults -no-user-config -display none -serial stdio -nic none -no-reboot"
            + " -M virt -cpu cortex-a57 -accel tcg,thread=multi -m 2048"
            + " -drive if=pflash,unit=0,format=qcow2,readonly=on,file=/fw/code.qcow2"
            + " -drive if=pflash,unit=1,format=qcow2,snapshot=on,file=/fw/vars.qcow2"
            + " -drive if=none,id=disk,format=raw,snapshot=on,file=/disks/a.img"
            + " -device nvme,serial=bq2,drive=disk",
            QemuCommand.Line(new(QemuMachine.Arm64, new("/fw/code.qcow2", "/fw/vars.qcow2", "qcow2"), "/disks/a.img", "raw")
            {
                Memory = 2048,
            }));

    [Theory]
    [InlineData("/d/a,b", "file=/d/a,,b")]              // a comma would begin another property
    [InlineData("/d/nbd:x", "file=/d/nbd:x")]
    [InlineData("/d/../e", "file=/e")]
    [InlineData("/d/a b", "file=/d/a b'")]
    [InlineData("/d/it's", @"file=/d/it'\''s'")]
    public void APathStaysOnePath(string path, string expected) =>
        Assert.Contains(expected + " -device", QemuCommand.Line(new(QemuMachine.X64, s_firmware, path, "raw")));

    [Fact]
    public void ANameThatLooksLikeAProtocolIsStillAFile() =>
        Assert.Contains($"file={Path.GetFullPath("nbd:x")}", QemuCommand.Line(new(QemuMachine.X64, s_firmware, "nbd:x", "raw")));
}
