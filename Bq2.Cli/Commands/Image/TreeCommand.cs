using System.CommandLine;
using System.Text;
using System.Text.Json.Serialization;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>Draws the tree of folders and files inside a disk image.</summary>
internal static class TreeCommand
{
    public const string Summary = "Draws the tree of folders and files inside a disk image.";

    public static void Define(Command command)
    {
        var place = Options.ImagePlace("The folder to begin at");
        var output = Options.Output();
        command.Add(place);
        command.Add(output);
        var opening = Options.Opening(command, "IMAGE");
        command.SetAction(words => Show(words.GetRequiredValue(place), opening(words), words.GetValue(output)));
    }

    private static int Show(string place, OpenOptions options, string? output)
    {
        var path = Inputs.Place(place);
        using var volume = Volumes.Open(path, options);
        var root = TreeNode.Of(volume, path.Path, place);
        Answer.Print(output, root, TreeJson.Default.TreeNode, Drawn);
        return Volumes.ExitCodeOf(volume);
    }

    private static string Drawn(TreeNode root)
    {
        var text = new StringBuilder(root.Name).Append('\n');
        var (folders, files) = (0, 0);
        var open = new Stack<(TreeNode Node, string Indent, bool IsLast)>();
        Push(root, "");
        while (open.TryPop(out var next))
        {
            var (node, indent, isLast) = next;
            text.Append(indent).Append(isLast ? "└── " : "├── ").Append(node.Name);
            text.Append(node.Target is null ? "" : $" -> {node.Target}").Append('\n');
            _ = node.Contents is null ? files++ : folders++;
            Push(node, indent + (isLast ? "    " : "│   "));
        }

        string counted = $"\n{folders} {(folders == 1 ? "folder" : "folders")}, {files} {(files == 1 ? "file" : "files")}";
        return text.Append(counted).ToString();

        void Push(TreeNode node, string indent)
        {
            for (int i = (node.Contents?.Count ?? 0) - 1; i >= 0; i--)
                open.Push((node.Contents![i], indent, i == node.Contents.Count - 1));
        }
    }
}

/// <summary>A file, or a folder with its content.</summary>
internal sealed record TreeNode(string Name, string Type, long Size, DateTimeOffset? Modified)
{
    /// <summary>Where a symbolic link leads.</summary>
    public string? Target { get; init; }

    /// <summary>Null for a file.</summary>
    public List<TreeNode>? Contents { get; init; }

    /// <summary>Everything below a folder of a volume.</summary>
    public static TreeNode Of(Volume volume, string path, string name)
    {
        var root = Folder(name, null);
        var folders = new Dictionary<string, TreeNode>(StringComparer.Ordinal) { [volume.Find(path)?.Path ?? path] = root };
        foreach (var entry in volume.Walk(path))
        {
            var node = entry.IsFolder ? Folder(entry.Name, entry.Modified)
                : new(entry.Name, FileLine.TypeOf(entry.Kind), entry.Length, entry.Modified) { Target = entry.Target };
            int slash = entry.Path.LastIndexOf('/');
            folders[slash < 0 ? "" : entry.Path[..slash]].Contents!.Add(node);
            if (entry.IsFolder)
                folders[entry.Path] = node;
        }

        return root;
    }

    private static TreeNode Folder(string name, DateTimeOffset? modified) => new(name, "directory", 0, modified) { Contents = [] };
}

// As deep as the reader allows folders to nest, with two levels of JSON each.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 4096)]
[JsonSerializable(typeof(TreeNode))]
internal sealed partial class TreeJson : JsonSerializerContext;
