using Bq2.Efi;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Pe;

/// <summary>What comes of a changed image, before other people's readers, the rules and firmware itself.</summary>
public sealed class PeChangeAgainstJudgesTests
{
    private static readonly byte[] s_content = [.. Enumerable.Range(0, 1000).Select(i => (byte)(i * 7))];

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
