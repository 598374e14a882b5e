using Bq2.Efi;
using Bq2.Efi.Binary;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Pe;

/// <summary>
/// A finished image gains a section, or a longer one. Other people's readers, the rules and firmware itself judge what comes of
/// it.
/// </summary>
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

    /// <summary>Every PE file that is installed here gains a section, or is refused with a reason; nothing else of it changes.</summary>
    [Fact]
    public void ImagesOfOthersGainASection()
    {
        int changed = 0, signed = 0;
        var refused = new Dictionary<string, int>();
        foreach (string path in PeFiles.Installed())
        {
            try
            {
                var image = PeImage.Read(path);
                var longer = image.WithSection(".bq2", s_content);
                AssertOnlyLonger(image, longer);
                changed++;
                signed += image.Certificates().Count > 0 ? 1 : 0;
            }
            catch (FaultException bad)
            {
                Assert.StartsWith("PE0", bad.Fault.Code, StringComparison.Ordinal);
                refused[bad.Fault.Code] = refused.GetValueOrDefault(bad.Fault.Code) + 1;
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{changed} changed, {signed} of them signed; refused: {string.Join(", ", refused)}");
        Assert.True(changed >= 100 && signed > 0, $"only {changed} images were changed, {signed} of them signed");
    }

    /// <summary>Microsoft's own files have the checksum that Windows asks of drivers.</summary>
    [Fact]
    public void TheChecksumIsThatOfOtherTools()
    {
        int same = 0, other = 0;
        foreach (string path in PeFiles.Installed().Where(path => path.EndsWith(".dll", StringComparison.Ordinal)))
        {
            var image = PeImage.Read(path);
            if (image.OptionalHeader.CheckSum == 0)
                continue;
            var parts = new PeParts(image);
            parts.OptionalHeader = parts.OptionalHeader with { CheckSum = 0 };
            uint sum = PeCheckSum.Of(parts.ToBytes());
            (same, other) = sum == image.OptionalHeader.CheckSum ? (same + 1, other) : (same, other + 1);
        }

        Assert.True(same > 10 && same > 20 * other, $"{same} are the same, {other} are not");
    }

    [Needs("llvm-readobj")]
    [InlineData(Machine.X64)]
    [InlineData(Machine.Arm64)]
    public void ReadobjReadsIt(Machine machine)
    {
        using var temp = new TempFolder();
        File.WriteAllBytes(temp["a.efi"], Ours(machine).WithSection(".cmdline", s_content).WithSection(".linux", s_content).Bytes);

        string said = RealTool.LlvmReadobj.Run("--sections", "--file-headers", "--coff-debug-directory", temp["a.efi"]).Accepts().Said;

        Assert.Contains("Name: .cmdline", said, StringComparison.Ordinal);
        Assert.Contains("Name: .linux", said, StringComparison.Ordinal);
        Assert.Contains("PDBFileName: a.efi", said, StringComparison.Ordinal);
    }

    [Needs("clang qemu-system-x86_64 qemu-system-aarch64")]
    [InlineData(Machine.X64)]
    [InlineData(Machine.Arm64)]
    public void FirmwareStartsIt(Machine machine)
    {
        var image = PeImage.Read("a.efi", FirmwareAgreesTests.Program(machine));
        var longer = image.WithSection(".cmdline", s_content).WithSection(".linux", new byte[100_000]);
        int data = longer.FileHeader.SectionCount - 2;

        var answers = FirmwareProbe.Ask(
            machine,
            [image.Bytes.ToArray(), longer.Bytes.ToArray(), longer.WithGrownSection(data, new byte[4096]).Bytes.ToArray()]);

        Assert.Equal(3, answers.Count);
        Assert.All(answers, answer => Assert.Equal((0UL, FirmwareAgreesTests.Answer), (answer.Load, answer.Start)));
    }

    private static PeImage Ours(Machine machine) =>
        PeImage.Read("a.efi", EfiLinker.Link([SampleObject.Read(machine)], new() { Name = "a.efi" }).Image!);

    private static void AssertOnlyLonger(PeImage image, PeImage longer)
    {
        int added = image.FileHeader.SectionCount;
        Assert.Equal(".bq2", longer.SectionName(added));
        Assert.Equal(s_content, longer.Data(added)[..s_content.Length]);
        Assert.Empty(longer.Certificates());
        for (int i = 0; i < added; i++)
        {
            Assert.Equal(image.Sections[i].VirtualAddress, longer.Sections[i].VirtualAddress);

            // The debug directory's rows say where in the file their data are, and so may differ.
            if (image.SectionAt(image.Directory(DirectoryIndex.Debug).Address) != i)
                Assert.True(image.Data(i).SequenceEqual(longer.Data(i)), $"{image.Path}: section {i} is not the same");
        }

        var before = EfiRules.Judge(image).Select(finding => finding.Fault.Code).ToHashSet();
        var after = EfiRules.Judge(longer).Where(finding => !before.Contains(finding.Fault.Code) && finding.RefusedBy != EfiJudges.Signing);
        Assert.True(!after.Any(), $"{image.Path}: {string.Join("; ", after.Select(finding => finding.Fault))}");
    }
}
