using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Tests.Image;

public sealed class SwapTests
{
    private const string Id = "5f0c1b2e-7d3a-4c55-9a0b-1e2d3c4b5a69";

    [Fact]
    public void TheHeaderIsOnePage()
    {
        Assert.Equal(SwapHeader.Size, Unsafe.SizeOf<SwapHeader>());
        Assert.Equal(1024, Marshal.OffsetOf<SwapHeader>(nameof(SwapHeader.Version)));
        Assert.Equal(1036, Marshal.OffsetOf<SwapHeader>(nameof(SwapHeader.Uuid)));
        Assert.Equal(4086, Marshal.OffsetOf<SwapHeader>(nameof(SwapHeader.Mark)));
    }

    [Needs("mkswap")]
    [InlineData(10 * 4096)]
    [InlineData(1 << 20)]
    [InlineData((1 << 20) + 4095)]
    [InlineData(5L << 30)]
    public void MkswapWritesTheSame(long size)
    {
        using var temp = new TempFolder();
        RawImage.Write(temp["ours"], SwapVolume.Plan(size, new Guid(Id)));
        using (var file = File.Create(temp["theirs"]))
            file.SetLength(size);
        new RealTool("mkswap").Run("-q", "-p", "4096", "-U", Id, temp["theirs"]).Accepts();

        using Source ours = DiskImage.Open(temp["ours"]), theirs = DiskImage.Open(temp["theirs"]);
        Assert.Equal(size, new FileInfo(temp["ours"]).Length);
        Assert.Null(DiskComparison.FirstDifference(ours, theirs));
    }

    [Fact]
    public void LessThanTenPagesAreRefused() =>
        Assert.Equal("SWP001", Assert.Throws<FaultException>(() => SwapVolume.Plan(10 * 4096 - 1)).Fault.Code);
}
