using Bq2.Efi;
using Bq2.Efi.Binary;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Pe;

/// <summary>A finished image gains a section, or a longer one.</summary>
public sealed class PeChangeTests
{
    private static readonly byte[] s_content = [.. Enumerable.Range(0, 1000).Select(i => (byte)(i * 7))];

    [Theory]
    [InlineData(Machine.X64)]
    [InlineData(Machine.Arm64)]
    public void AnImageOfOursGainsSectionsUntilItsHeadersAreFull(Machine machine)
    {
        var image = Ours(machine);
        int most = (4096 - image.SectionTableOffset) / SectionHeader.Size;

        for (int count = image.FileHeader.SectionCount; count < most; count++)
        {
            image = image.WithSection($".new{count}", s_content);
            Assert.Equal(count + 1, image.FileHeader.SectionCount);
        }

        Assert.Empty(OurImages.Faults(image));
        Assert.Equal(s_content, image.Data(image.FileHeader.SectionCount - 1)[..s_content.Length]);
        Assert.Equal("PE007", Assert.Throws<FaultException>(() => image.WithSection(".more", s_content)).Fault.Code);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(513)]
    [InlineData(4096)]
    [InlineData(4097)]
    public void EverySizeFits(int length)
    {
        var image = Ours(Machine.X64).WithSection(".osrel", new byte[length]).WithSection(".uname", new byte[] { 1 });

        int added = image.FileHeader.SectionCount - 2;
        Assert.Equal((uint)length, image.Sections[added].VirtualSize);
        Assert.Equal(Align.Up((uint)length, 512u), image.Sections[added].SizeOfRawData);
        Assert.Equal(Align.Up(image.Sections[added].VirtualAddress + (uint)length, 4096u), image.Sections[added + 1].VirtualAddress);
        Assert.Empty(OurImages.Faults(image));
    }

    [Theory]
    [InlineData(".toolongname")]
    [InlineData("")]
    [InlineData("a\0b")]
    public void ANameThatNoSectionCanHaveIsRefused(string name) =>
        Assert.Equal("PE009", Assert.Throws<FaultException>(() => Ours(Machine.X64).WithSection(name, s_content)).Fault.Code);

    [Fact]
    public void AnEmptySectionIsRefused() =>
        Assert.Equal("PE009", Assert.Throws<FaultException>(() => Ours(Machine.X64).WithSection(".x", default)).Fault.Code);

    [Fact]
    public void ASectionGrowsAsFarAsTheNextOne()
    {
        var image = Ours(Machine.X64).WithSection(".cmdline", "quiet"u8.ToArray()).WithSection(".linux", s_content);
        int grown = image.FileHeader.SectionCount - 2;
        byte[] full = [.. Enumerable.Range(0, 4096).Select(i => (byte)(i * 3))];

        var longer = image.WithGrownSection(grown, full);

        Assert.Equal(full, longer.Data(grown));
        Assert.Equal(s_content, longer.Data(grown + 1)[..s_content.Length]);
        Assert.Equal(image.Sections[grown + 1].VirtualAddress, longer.Sections[grown + 1].VirtualAddress);
        Assert.Empty(OurImages.Faults(longer));
        Assert.Equal("PE009", Assert.Throws<FaultException>(() => image.WithGrownSection(grown, new byte[4097])).Fault.Code);
        Assert.Equal("PE009", Assert.Throws<FaultException>(() => image.WithGrownSection(grown, new byte[4])).Fault.Code);
        Assert.Equal(20_000u, image.WithGrownSection(grown + 1, new byte[20_000]).Sections[grown + 1].VirtualSize);
    }

    [Fact]
    public void TheNameForCrashLogsIsFoundWhereItsDataMoved()
    {
        var image = Ours(Machine.X64);

        var moved = image.WithSection(".a", s_content).WithSection(".b", s_content);

        Assert.NotEqual(image.OptionalHeader.SizeOfHeaders, moved.OptionalHeader.SizeOfHeaders);
        var (before, after) = (Assert.Single(image.DebugEntries()), Assert.Single(moved.DebugEntries()));
        Assert.Equal(before.CodeView, after.CodeView);
        Assert.Equal(after.FileOffset, (uint)moved.FileOffset(after.Address)!.Value);
    }

    [Fact]
    public void BytesAfterTheLastSectionAreKept()
    {
        var parts = new PeParts(Ours(Machine.X64));
        parts.Rest.Add((parts.Length, new byte[] { 1, 2, 3 }));
        parts.Length += 3;
        var image = PeImage.Read("a.efi", parts.ToBytes());

        Assert.Equal("PE008", Assert.Throws<FaultException>(() => image.WithSection(".x", s_content)).Fault.Code);
    }

    private static PeImage Ours(Machine machine) =>
        PeImage.Read("a.efi", EfiLinker.Link([SampleObject.Read(machine)], new() { Name = "a.efi" }).Image!);
}
