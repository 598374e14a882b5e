using Bq2.Tests.Image.Archives;

namespace Bq2.Tests.Cli;

/// <summary>pack, into other archives than tar.</summary>
public sealed class PackFormatTests : IDisposable
{
    private readonly TempFolder _temp = ArchiveSample.Make(isOdd: false, more: "rm pipe");

    [Needs("cpio gzip zstd")]
    [InlineData("it.cpio", "cat")]
    [InlineData("it.cpio.gz", "zcat")]
    [InlineData("it.cpio.zst", "zstdcat")]
    [InlineData("it.img --format cpio", "cat")]
    public void ACpioArchiveIsMadeByItsName(string words, string unpacker)
    {
        Run($"pack in -o {words} --keep-owners").Accepts();

        string name = words.Split(' ')[0];
        string listed = ArchiveSample.Shell(_temp, $"{unpacker} {name} | cpio -t --quiet").Said;
        Assert.Contains("d/e/zero\n", listed, StringComparison.Ordinal);
        Assert.Equal("", Run($"diff in {name} --ignore xattrs").Accepts().Said);
    }

    [Needs("skopeo")]
    [InlineData("", "amd64")]
    [InlineData("--packing zstd", "arm64")]
    public void AnOciLayoutIsAFolder(string more, string machine)
    {
        string arch = machine == "amd64" ? "x86_64" : "aarch64";
        Run($"pack in -o layout --format oci --arch {arch} --tag v1 --keep-owners {more}").Accepts();

        string inspected = new RealTool("skopeo").Run("inspect", $"oci:{_temp["layout"]}:v1").Accepts().Said;

        Assert.Contains($"\"Architecture\": \"{machine}\"", inspected, StringComparison.Ordinal);
        Assert.Equal("", Run("diff in layout").Accepts().Said);
    }

    [Theory]
    [InlineData("pack in -o layout --format oci", "--format oci needs --arch")]
    [InlineData("pack in -o - --format oci --arch x86_64", "makes a folder")]
    [InlineData("pack in -o it.tar --tag v1", "add --format oci")]
    public void WordsThatDoNotGoTogetherAreRefused(string words, string message)
    {
        var outcome = Run(words);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(message, outcome.Complained, StringComparison.Ordinal);
    }

    public void Dispose() => _temp.Dispose();

    private Outcome Run(string words)
    {
        string[] all = ["image", .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        return new ProgramCall(Bq2Program.File, all) { Folder = _temp.Path }.Run();
    }
}
