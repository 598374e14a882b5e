using System.Text.Json;

namespace Bq2.Tests.Cli;

/// <summary>info --backing-chain beside qemu-img's.</summary>
public sealed class BackingChainTests : IDisposable
{
    private static readonly string[] s_keys = ["filename",
        "format", "virtual-size", "cluster-size", "backing-filename", "backing-filename-format", "full-backing-filename"];

    private readonly TempFolder _temp = new();

    public BackingChainTests() => RealTool.Bash.Run("-c", $"""
        cd '{_temp.Path}' && mkdir below && head -c 1M /dev/urandom >below/raw && ln -s below/raw link
        qemu-img create -q -f qcow2 -b raw -F raw below/middle && qemu-img create -q -f qcow2 -b below/middle -F qcow2 top 2M
        qemu-img create -q -f qcow2 -b below/gone -F raw -u orphan 1M
        qemu-img create -q -f qcow2 -b one -F qcow2 -u other 1M && qemu-img create -q -f qcow2 -b other -F qcow2 -u one 1M
        """).Accepts();

    [Needs("qemu-img bash")]
    [InlineData("top")]
    [InlineData("below/middle")]
    [InlineData("below/raw")]
    public void EachImageOfTheChainIsShown(string name)
    {
        using var theirs = JsonDocument.Parse(In("qemu-img", $"info --backing-chain --output=json {name}").Accepts().Said);
        using var ours = JsonDocument.Parse(In($"'{Bq2Program.File}' image", $"info --backing-chain --output=json {name}").Accepts().Said);

        Assert.Equal(theirs.RootElement.EnumerateArray().Select(Shown), ours.RootElement.EnumerateArray().Select(Shown));
        string[] text = In($"'{Bq2Program.File}' image", $"info --backing-chain {name}").Accepts().Said.Split("\n\n");
        Assert.Equal(ours.RootElement.EnumerateArray().Select(each => $"image: {each.GetProperty("filename")}"),
            text.Select(each => each.Split('\n')[0]));
    }

    [Needs("qemu-img bash")]
    [InlineData("orphan", "the image's backing file \"below/gone\" does not exist")]
    [InlineData("one", "the chain of backing files leads back to this one")]
    public void AChainThatIsBrokenIsAFault(string name, string expected)
    {
        In("qemu-img", $"info --backing-chain {name}").Objects();
        var ours = In($"'{Bq2Program.File}' image", $"info --backing-chain {name}");

        Assert.Equal(1, ours.ExitCode);
        Assert.Contains(expected, ours.Complained, StringComparison.Ordinal);
    }

    public void Dispose() => _temp.Dispose();

    private static string Shown(JsonElement image) => string.Join(
        ", ", s_keys.Select(key => image.TryGetProperty(key, out var value) ? $"{key}={value}" : ""));

    private Outcome In(string program, string line) => RealTool.Bash.Run("-c", $"cd '{_temp.Path}' && {program} {line}");
}
