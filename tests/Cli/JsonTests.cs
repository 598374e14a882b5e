using System.Text.Json;
using System.Text.RegularExpressions;
using Bq2.Efi.Pe;
using Bq2.Image;

namespace Bq2.Tests.Cli;

/// <summary>What programs read: keys of one kind, and failures as JSON too where the answer would be.</summary>
public sealed partial class JsonTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public JsonTests()
    {
        var files = new Tree();
        files.AddFile("EFI/BOOT/BOOTX64.EFI", BootLoader.For(Machine.X64));
        Qcow2Image.Write(_temp["disk"],
            GptDisk.Plan([new(PartitionType.Esp, FatVolume.Plan(files)), new(PartitionType.Esp, FatVolume.Plan(files))]));
        File.WriteAllText(_temp["text"], "text");
    }

    /// <summary>As qemu-img writes them, also in what is not qemu-img's.</summary>
    [Theory]
    [InlineData("image info --output json disk")]
    [InlineData("image check --output json disk")]
    [InlineData("image map --output json disk")]
    [InlineData("image measure -O qcow2 --output json disk")]
    [InlineData("image compare --output json disk disk")]
    [InlineData("image ls --output json disk:1/EFI")]
    [InlineData("image tree --output json disk")]
    [InlineData("image build --output json --arch x86_64 --kernel PROGRAM -o out")]
    [InlineData("efi dump --output json PROGRAM")]
    [InlineData("efi dump --json --disassemble PROGRAM")]
    [InlineData("efi verify --output json PROGRAM")]
    public void KeysAreKebabCase(string line)
    {
        using var answer = JsonDocument.Parse(Run(line).Said);

        Assert.NotEmpty(Keys(answer.RootElement));
        Assert.All(Keys(answer.RootElement), key => Assert.Matches(Kebab(), key));
    }

    [Theory]
    [InlineData("image info --output json gone", 1, "Could not find file", null)]
    [InlineData("image info --output=json disk --nonsense", 2, "unknown option '--nonsense'", null)]
    [InlineData("image info --output json", 2, "required argument 'FILE' missing", null)]
    [InlineData("image ls --output json disk:9", 1, "the disk has no partition 9", "GPT008")]
    [InlineData("image check --output json text", 63, "the format raw has nothing to check", "IMG013")]
    [InlineData("efi dump --json text", 1, "", "PE")]
    [InlineData("efi verify --json gone", 1, "Could not find file", null)]
    public void AFailureIsALineOfJson(string line, int exitCode, string message, string? code)
    {
        var outcome = Run(line);

        Assert.Equal((exitCode, ""), (outcome.ExitCode, outcome.Said));
        using var said = JsonDocument.Parse(Assert.Single(outcome.Complained.TrimEnd('\n').Split('\n')));
        Assert.Equal("error", said.RootElement.GetProperty("severity").GetString());
        Assert.Contains(message, said.RootElement.GetProperty("message").GetString()!, StringComparison.Ordinal);
        Assert.Equal(code is not null, said.RootElement.TryGetProperty("code", out var found)
            && found.GetString()!.StartsWith(code!, StringComparison.Ordinal));
        Assert.All(Keys(said.RootElement), key => Assert.Matches(Kebab(), key));
    }

    [Fact]
    public void ANoteIsALineOfJson()
    {
        using var note = JsonDocument.Parse(Run("image ls --output json disk").Complained);

        Assert.Equal("note", note.RootElement.GetProperty("severity").GetString());
    }

    /// <summary>
    /// Where the exit code answers too, --quiet leaves it at that, as qemu-img does; what was asked to be shown is shown.
    /// </summary>
    [Theory]
    [InlineData("image check -q disk", 0, false)]
    [InlineData("image check -q --output json disk", 0, false)]
    [InlineData("image compare -q disk text", 1, false)]
    [InlineData("efi verify -q PROGRAM", 0, false)]
    [InlineData("image ls -q disk", 0, true)]
    [InlineData("image info -q disk", 0, true)]
    [InlineData("image build -q --arch x86_64 --kernel PROGRAM -o out", 0, false)]
    [InlineData("image create -q new 1M", 0, false)]
    [InlineData("image resize -q text 1M", 0, false)]
    public void QuietIsQuiet(string line, int exitCode, bool isSaid)
    {
        var outcome = Run(line);

        Assert.Equal((exitCode, isSaid), (outcome.ExitCode, outcome.Said.Length > 0));
        if (!line.StartsWith("efi", StringComparison.Ordinal))
            Assert.Equal("", outcome.Complained);
    }

    public void Dispose() => _temp.Dispose();

    private Outcome Run(string line) => RealTool.Bash.Run("-c",
        $"cd '{_temp.Path}' && '{Bq2Program.File}' {line.Replace("PROGRAM", Repository.Loader(Machine.X64), StringComparison.Ordinal)}");

    private static IEnumerable<string> Keys(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(each => Keys(each.Value).Prepend(each.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Keys),
        _ => [],
    };

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    private static partial Regex Kebab();
}
