using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bq2.Image;

namespace Bq2.Tests.Image.Archives;

/// <summary>Every struct of an archive is as long as its specification says, and its fields are where that has them.</summary>
public sealed class ArchiveLayoutTests
{
    [Fact]
    public void CpioHeadersAreText()
    {
        Assert.Equal(CpioHeader.Size, Unsafe.SizeOf<CpioHeader>());
        Assert.Equal(54, Marshal.OffsetOf<CpioHeader>(nameof(CpioHeader.Length)));
        Assert.Equal(102, Marshal.OffsetOf<CpioHeader>(nameof(CpioHeader.Sum)));
        foreach (uint value in (uint[])[0, 1, 0xa, 0xdead_beef, uint.MaxValue])
            Assert.Equal(value, CpioNumber.Of(value).Value);
    }

    [Fact]
    public void ZipStructsAreAsLongAsTheirSpecification()
    {
        Assert.Equal(ZipEnd.Size, Unsafe.SizeOf<ZipEnd>());
        Assert.Equal(ZipEnd64Locator.Size, Unsafe.SizeOf<ZipEnd64Locator>());
        Assert.Equal(ZipEnd64.Size, Unsafe.SizeOf<ZipEnd64>());
        Assert.Equal(ZipEntryHeader.Size, Unsafe.SizeOf<ZipEntryHeader>());
        Assert.Equal(42, Marshal.OffsetOf<ZipEntryHeader>(nameof(ZipEntryHeader.Offset)));
        Assert.Equal(ZipFileHeader.Size, Unsafe.SizeOf<ZipFileHeader>());
    }
}
