using System.Reflection.PortableExecutable;
using Bq2.Efi.Pe;
using Bq2.Tests.Cli;

namespace Bq2.Tests.Efi.Pe;

/// <summary>
/// 32-bit images and .NET's assemblies for any machine are read; that firmware does not start them is a verdict, not a fault of
/// reading.
/// </summary>
public sealed class Pe32Tests
{
    private static readonly string[] s_assemblies = [.. PeFiles.Installed().Where(IsPe32).Take(40)];

    public static TheoryData<string> Assemblies => [.. s_assemblies];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void AreReadAsDotNetReadsThem(string path)
    {
        var image = PeImage.Read(path);
        using var theirs = new PEReader(File.OpenRead(path));
        var headers = theirs.PEHeaders;

        Assert.True(image.IsPe32);
        Assert.Equal(headers.PEHeader!.ImageBase, image.OptionalHeader.ImageBase);
        Assert.Equal((uint)headers.PEHeader.SizeOfImage, image.OptionalHeader.SizeOfImage);
        Assert.Equal(headers.PEHeader.SizeOfHeapCommit, image.OptionalHeader.SizeOfHeapCommit);
        Assert.Equal((uint)headers.PEHeader.NumberOfRvaAndSizes, image.OptionalHeader.DirectoryCount);
        Assert.Equal(
            (uint)headers.CorHeaderStartOffset,
            (uint)image.FileOffset(image.Directory(DirectoryIndex.CommonLanguageRuntime).Address)!.Value);
        Assert.Equal(
            headers.SectionHeaders.Select(section => section.Name),
            Enumerable.Range(0, image.FileHeader.SectionCount).Select(image.SectionName));
        Assert.Equal(theirs.ReadDebugDirectory().Length, image.DebugEntries().Count);
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void AssembliesAreNotUefiPrograms(string path)
    {
        var fault = Assert.Single(EfiRules.Check(PeImage.Read(path)), fault => fault.Kind == EfiRuleCodes.Pe32);

        Assert.Equal(path, fault.Path);
        Assert.Contains("PE32+", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void VerifyAndDumpAnswerForThem()
    {
        string path = s_assemblies[0];

        var verdict = Bq2Program.Run("efi", "verify", path);

        Assert.Equal(1, verdict.ExitCode);
        Assert.Contains("PE082", verdict.Said + verdict.Complained, StringComparison.Ordinal);
        Assert.Contains("i386", Bq2Program.Run("efi", "dump", path).Accepts().Said, StringComparison.Ordinal);
    }

    private static bool IsPe32(string path)
    {
        Span<byte> head = stackalloc byte[1024];
        using var file = File.OpenRead(path);
        int read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return path.EndsWith(".dll", StringComparison.Ordinal) && read == head.Length
            && head.IndexOf("PE\0\0L\x01"u8) is >= 0 and var at && at < 960
            && head[at + 24] == 0x0b && head[at + 25] == 1;
    }
}
