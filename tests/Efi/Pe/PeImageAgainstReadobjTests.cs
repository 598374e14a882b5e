using System.Text.RegularExpressions;
using Bq2.Efi;
using Bq2.Efi.Link;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Pe;

public sealed partial class PeImageAgainstReadobjTests
{
    [Needs("llvm-readobj")]
    [InlineData(Machine.X64, "IMAGE_FILE_MACHINE_AMD64")]
    [InlineData(Machine.Arm64, "IMAGE_FILE_MACHINE_ARM64")]
    public void ReadobjSeesWhatWeWrote(Machine machine, string name)
    {
        using var temp = new TempFolder();
        var image = Write(temp["a.efi"], machine);

        string said = RealTool.LlvmReadobj.Run("--file-headers", "--sections", "--coff-basereloc", temp["a.efi"]).Accepts().Said;

        Assert.Contains(name, said, StringComparison.Ordinal);
        Assert.Contains("IMAGE_SUBSYSTEM_EFI_APPLICATION", said, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(0, image.FileHeader.SectionCount).Select(image.SectionName), Values(SectionNames(), said));
        Assert.Equal(Moved(image), Values(MovedAddresses(), said).Select(hex => Convert.ToUInt32(hex, 16)));
    }

    [Needs("llvm-readobj")]
    [InlineData(0x40)]      // the PE signature
    [InlineData(0x58)]      // the optional header's magic
    public void TheJudgeObjectsToASpoiledByte(int offset)
    {
        using var temp = new TempFolder();
        Write(temp["a.efi"], Machine.X64);
        Spoil.Flip(temp["a.efi"], offset);

        Assert.DoesNotContain("IMAGE_SUBSYSTEM_EFI_APPLICATION",
            RealTool.LlvmReadobj.Run("--file-headers", temp["a.efi"]).Said, StringComparison.Ordinal);
    }

    private static PeImage Write(string path, Machine machine)
    {
        File.WriteAllBytes(path, EfiLinker.Link([SampleObject.Read(machine)]).Image!);
        return PeImage.Read(path);
    }

    private static List<uint> Moved(PeImage image)
    {
        var directory = image.Directory(DirectoryIndex.BaseRelocation);
        return BaseRelocations.Decode(image.At(directory.Address, directory.Length), new List<Fault>());
    }

    private static IEnumerable<string> Values(Regex pattern, string text) => pattern.Matches(text).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"^\s+Name: (\S+) \(", RegexOptions.Multiline)]
    private static partial Regex SectionNames();

    [GeneratedRegex(@"Type: DIR64\s+Address: 0x([0-9A-F]+)")]
    private static partial Regex MovedAddresses();
}
