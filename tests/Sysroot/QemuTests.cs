using Bq2.Efi;
using Bq2.Efi.Pe;
using Bq2.Image;
using Bq2.Sysroot;
using Bq2.Tests.Booting;

namespace Bq2.Tests.Sysroot;

/// <summary>Boots machines as a user of the library does.</summary>
public sealed class QemuTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Needs("qemu-system-x86_64")]
    [InlineData(GuestFiles.Done, true)]
    [InlineData("words that no guest says", false)]
    public void LinuxIsBootedAndHeard(string expect, bool isSaid)
    {
        Qcow2Image.Write(_temp["disk.qcow2"], new GuestFiles(Machine.X64).Disk.Plan());
        byte[] before = File.ReadAllBytes(_temp["disk.qcow2"]);
        using var serial = new MemoryStream();
        var outcome = Qemu.Boot(_temp["disk.qcow2"], new() { Expect = expect, Timeout = TimeSpan.FromMinutes(4) }, serial);

        // It powers off when it is done.
        Assert.Equal(isSaid ? BootEnd.ExpectedSaid : BootEnd.PoweredOff, outcome.End);
        Assert.Equal(isSaid, outcome.ExpectedSaid);
        Assert.Contains(GuestFiles.Done, outcome.Said, StringComparison.Ordinal);
        Assert.True(serial.CanWrite);
        Assert.Equal(outcome.Said, System.Text.Encoding.UTF8.GetString(serial.ToArray()));
        Assert.Equal(before, File.ReadAllBytes(_temp["disk.qcow2"]));
    }

    [Needs("qemu-system-x86_64")]
    [InlineData("BOOTX64.EFI")]
    public void ACancelledMachineEnds(string name)
    {
        File.Copy(Repository.Loader(Machine.X64), _temp[name]);
        using var cancel = new CancellationTokenSource();
        using var serial = new Listener(cancel.Cancel);

        Assert.Throws<OperationCanceledException>(() => Qemu.Boot(_temp[name], serial: serial, cancellation: cancel.Token));
        Assert.True(serial.HasHeard);
    }

    [Needs("qemu-system-x86_64")]
    [InlineData("BOOTX64.EFI")]
    public void TimePasses(string name)
    {
        File.Copy(Repository.Loader(Machine.X64), _temp[name]);
        var outcome = Qemu.Boot(_temp[name], new() { Expect = "words that no firmware says", Timeout = TimeSpan.FromMilliseconds(200) });

        Assert.Equal(BootEnd.TimedOut, outcome.End);
    }

    [Fact]
    public void WhatCannotBeStartedIsRefusedBeforeQemuIs()
    {
        File.Copy(Repository.Loader(Machine.X64), _temp["x64.efi"]);
        File.WriteAllBytes(_temp["empty.img"], new byte[1 << 20]);
        Directory.CreateDirectory(_temp["folder"]);

        var other = Assert.Throws<FaultException>(() => Qemu.Boot(_temp["x64.efi"], new() { Machine = Machine.Arm64 }));
        Assert.Equal("RUN005", other.Fault.Code);
        Assert.Equal("RUN004", Assert.Throws<FaultException>(() => Qemu.Boot(_temp["folder"])).Fault.Code);
        Assert.Throws<FaultException>(() => Qemu.Boot(_temp["empty.img"]));
        Assert.Throws<FileNotFoundException>(() => Qemu.Boot(_temp["none"]));
        Assert.Throws<OperationCanceledException>(() => Qemu.Boot(_temp["x64.efi"], cancellation: new(canceled: true)));
    }

    [Fact]
    public void ACallersMistakesAreArgumentExceptions()
    {
        Assert.ThrowsAny<ArgumentException>(() => Qemu.Boot(null!));
        Assert.ThrowsAny<ArgumentException>(() => Qemu.Boot(""));
        Assert.ThrowsAny<ArgumentException>(() => Qemu.Boot(_temp.Path, new() { Format = DiskFormat.Raw }));
        Assert.ThrowsAny<ArgumentException>(() => new BootOptions { Memory = 15 });
        Assert.ThrowsAny<ArgumentException>(() => new BootOptions { Expect = "" });
        Assert.ThrowsAny<ArgumentException>(() => new BootOptions { Timeout = TimeSpan.Zero });
        Assert.ThrowsAny<ArgumentException>(() => new BootOptions { Timeout = TimeSpan.MaxValue });
        Assert.ThrowsAny<ArgumentException>(() => new BootOptions { Machine = (Machine)0x14c });
    }

    [Fact]
    public void ExpectedTextHasADefaultTimeout()
    {
        Assert.Null(new BootOptions().Patience);
        Assert.Equal(TimeSpan.FromMinutes(2), new BootOptions { Expect = "login:" }.Patience);
        Assert.Null(new BootOptions { Expect = "login:", Timeout = Timeout.InfiniteTimeSpan }.Patience);
    }

    private sealed class Listener(Action heard) : MemoryStream
    {
        public bool HasHeard { get; private set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            HasHeard = true;
            heard();
        }
    }
}
