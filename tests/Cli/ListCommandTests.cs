using System.Text.Json;

namespace Bq2.Tests.Cli;

/// <summary>ls, for people and for programs.</summary>
public sealed class ListCommandTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public ListCommandTests() => BootDiskInputs.Write(_temp);

    [Fact]
    public void ListsAreJsonForPrograms()
    {
        BootDiskInputs.Build(_temp, _temp["disk.qcow2"]).Accepts();
        var said = Bq2Program.Run("image", "ls", _temp["disk.qcow2"], "--output", "json").Accepts().Said;

        using var list = JsonDocument.Parse(said);
        var initrd = list.RootElement.EnumerateArray().Single(file => file.GetProperty("name").GetString() == "initrd0");

        Assert.Equal(5, initrd.GetProperty("size").GetInt64());
        Assert.Equal("file", initrd.GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("/nothing", "FAT014: there is no \"nothing\" in the volume")]
    [InlineData(":2/linux", "GPT008: the disk has no partition 2")]
    [InlineData(":one/linux", "GPT008: the disk has no partition one")]
    public void AMissingPlaceIsNamed(string place, string expected)
    {
        BootDiskInputs.Build(_temp, _temp["disk.qcow2"]).Accepts();
        var outcome = Bq2Program.Run("image", "ls", _temp["disk.qcow2"] + place);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(expected, outcome.Complained, StringComparison.Ordinal);
    }

    public void Dispose() => _temp.Dispose();
}
