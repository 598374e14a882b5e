using System.Text.Json;
using Bq2.Tests.Image;

namespace Bq2.Tests.Cli;

/// <summary>tree, for people and for programs.</summary>
public sealed class TreeCommandTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public TreeCommandTests()
    {
        Directory.CreateDirectory(_temp["tree/A folder/deep"]);
        Directory.CreateDirectory(_temp["tree/empty"]);
        File.WriteAllText(_temp["tree/top.txt"], "top");
        File.WriteAllBytes(_temp["tree/A folder/deep/A file with a long name.bin"], TestBytes.Make(70_000));
    }

    [Fact]
    public void ATreeIsDrawnAndIsJsonForPrograms()
    {
        Bq2Program.Run("image", "mkfs", "fat", _temp["disk.img"], "--from", _temp["tree"]).Accepts();

        string drawn = Bq2Program.Run("image", "tree", _temp["disk.img"]).Accepts().Said;
        Assert.Equal(
            $"{_temp["disk.img"]}\n├── A folder\n│   └── deep\n"
                + "│       └── A file with a long name.bin\n├── empty\n└── top.txt\n\n3 folders, 2 files\n",
            drawn);

        using var json = JsonDocument.Parse(Bq2Program.Run("image", "tree", _temp["disk.img"] + "/a FOLDER", "--output", "json").Accepts()
            .Said);
        var file = json.RootElement.GetProperty("contents")[0].GetProperty("contents")[0];
        Assert.Equal(("A file with a long name.bin", 70_000), (file.GetProperty("name").GetString(), file.GetProperty("size").GetInt64()));
    }

    public void Dispose() => _temp.Dispose();
}
