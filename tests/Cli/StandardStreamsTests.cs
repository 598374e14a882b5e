using Bq2.Efi.Pe;
using Bq2.Tests.Image;

namespace Bq2.Tests.Cli;

/// <summary>- is standard input or output, and ./- a file of that name.</summary>
public sealed class StandardStreamsTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public StandardStreamsTests() => File.WriteAllBytes(_temp["disk"], TestBytes.Make(1 << 20));

    [Theory]
    [InlineData("image convert - out.qcow2 -O qcow2 <disk && bq2 image compare -f raw disk out.qcow2")]
    [InlineData("image convert disk - | bq2 image compare - disk")]
    [InlineData("image convert disk - -O qcow2 | bq2 image convert - - | cmp - disk")]
    [InlineData("image convert disk /dev/stdout | cmp - disk")]
    [InlineData("image convert /dev/stdin out <disk && cmp disk out")]
    [InlineData("image convert disk ./- && cmp ./- disk && rm ./-")]
    [InlineData("image mkfs fat16 --size 16M - >volume && bq2 image cp - volume/new <disk && bq2 image cp volume/new - | cmp - disk")]
    [InlineData("image mkfs fat16 --size 16M volume && bq2 image cp <(cat disk) volume/new "
        + "&& cat volume | bq2 image cat -/new | cmp - disk")]
    [InlineData("image mkfs fat16 --size 16M volume && bq2 image cp disk volume/new && cat volume | bq2 image cat -:/new | cmp - disk")]
    [InlineData("image create - 1M | cmp - <(head -c 1M /dev/zero)")]
    [InlineData("efi link OBJECT -o - --map map | bq2 efi dump -")]
    [InlineData("efi link - -o one.efi <OBJECT && bq2 efi link OBJECT -o one.efi.2 --name one.efi && cmp one.efi one.efi.2")]
    [InlineData("efi verify - <PROGRAM")]
    [InlineData("image build --arch x86_64 --kernel <(cat PROGRAM) --initrd - -o one.qcow2 <disk "
        + "&& bq2 image build --arch x86_64 --kernel PROGRAM --initrd disk -o - >two.qcow2 && bq2 image compare one.qcow2 two.qcow2")]
    public void WorksInAPipe(string line)
    {
        Shell("set -o pipefail; bq2 " + line).Accepts();

        Assert.False(File.Exists(_temp["-"]));
    }

    [Theory]
    [InlineData("image compare - - <disk", "standard input is named twice")]
    [InlineData("image compare - /dev/stdin <disk", "standard input is named twice")]
    [InlineData("image build --arch x86_64 --kernel - --initrd - -o out <disk", "standard input is named twice")]
    [InlineData("image resize - +1M <disk", "standard input cannot be changed in place")]
    [InlineData("image check --repair leaks - <disk", "standard input cannot be changed in place")]
    [InlineData("efi link OBJECT -o - --map -", "only one of the outputs")]
    [InlineData("image create -f qcow2 -b disk -F raw -", "standard output has none")]
    [InlineData("image info - <&-", "standard input is closed")]
    [InlineData("image convert disk - >&-", "standard output is closed")]
    public void ImpossibleRequestsAreUsageErrors(string line, string expected)
    {
        var outcome = Shell("bq2 " + line);

        Assert.InRange(outcome.ExitCode, 1, 2);
        Assert.Contains(expected, outcome.Complained, StringComparison.Ordinal);
        Assert.Equal([_temp["disk"]], Directory.GetFiles(_temp.Path));
    }

    [Theory]
    [InlineData("image ls link")]
    [InlineData("image tree link:1/EFI")]
    [InlineData("image cat link/a.txt")]
    [InlineData("image cp link/a.txt out")]
    public void ABrokenLinkToAnImageIsReportedAsSuch(string line)
    {
        var outcome = Shell($"ln -s gone link; bq2 {line}");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("link: FIL002", outcome.Complained, StringComparison.Ordinal);
    }

    [Fact]
    public void VerboseSaysWhereAPipeIsKept()
    {
        Assert.Contains("stored in memory", Shell("cat disk | bq2 image info --verbose -").Accepts().Complained, StringComparison.Ordinal);
        Assert.Equal("", Shell("cat disk | bq2 image info -").Accepts().Complained);
        Assert.Contains(
            $"stored in an unnamed file in {_temp.Path}",
            Shell($"head -c 70000000 /dev/zero | TMPDIR='{_temp.Path}' bq2 image convert --verbose - out").Accepts().Complained,
            StringComparison.Ordinal);
        Assert.Equal(["disk", "out"], Directory.GetFiles(_temp.Path).Select(Path.GetFileName).Order());
    }

    public void Dispose() => _temp.Dispose();

    private Outcome Shell(string line)
    {
        string whole = line.Replace("OBJECT", Repository.LoaderObject(Machine.X64), StringComparison.Ordinal)
            .Replace("PROGRAM", Repository.Loader(Machine.X64), StringComparison.Ordinal);
        return new RealTool("bash").Run("-c", $"cd '{_temp.Path}' && PATH='{Path.GetDirectoryName(Bq2Program.File)}':$PATH && {whole}");
    }
}
