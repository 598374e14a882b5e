using Bq2.Efi.Pe;
using Bq2.Image;
using Bq2.Sysroot;
using Bq2.Tests.Booting;

namespace Bq2.Tests.Sysroot;

/// <summary>What run says of a machine's memory. Debian's kernel for x86_64 does not start with 136 MiB, and starts with 144.</summary>
public sealed class MemoryNeedTests
{
    [Fact]
    public void ItIsWhatTheKernelAsksForTwiceAndWhatFirmwareHas()
    {
        using var temp = new TempFolder();
        RawImage.Write(temp["disk"], new GuestFiles(Machine.X64).Disk.Plan());

        Assert.InRange(MemoryNeed.Of(temp["disk"], QemuMachine.X64, new()), 137, 150);
        Assert.Equal(128, MemoryNeed.Of(temp["disk"], QemuMachine.Arm64, new()));
    }

    [Fact]
    public void AnEmptyDiskNeedsNoMemory()
    {
        using var temp = new TempFolder();
        File.WriteAllBytes(temp["zeros"], new byte[1 << 20]);

        Assert.Equal(0, MemoryNeed.Of(temp["zeros"], QemuMachine.X64, new()));
    }
}
