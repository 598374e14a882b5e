using System.Text.RegularExpressions;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>What the programs of e2fsprogs say of a volume.</summary>
internal static partial class Ext4Judges
{
    public static readonly RealTool E2fsck = new("e2fsck");
    public static readonly RealTool Debugfs = new("debugfs");
    public static readonly RealTool Dumpe2fs = new("dumpe2fs");
    public static readonly RealTool Resize2fs = new("resize2fs");
    public static readonly RealTool Mke2fs = new("mke2fs");

    /// <summary>What e2fsck says besides the names of its passes and its summary.</summary>
    public static string[] FindingsIn(string path)
    {
        var outcome = E2fsck.Run("-fn", path);
        string[] lines = outcome.Said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] findings = [.. lines[..^1].Where(line => !PassLine().IsMatch(line))];
        return outcome.ExitCode == 0 || findings.Length > 0 ? findings : [.. lines, outcome.Complained];
    }

    /// <summary>What debugfs answers to one command.</summary>
    public static string Ask(string path, string request) => Debugfs.Run("-R", request, path).Accepts().Said;

    /// <summary>A value that dumpe2fs shows of the superblock.</summary>
    public static string Header(string path, string name)
    {
        string said = Dumpe2fs.Run("-h", path).Accepts().Said;
        return said.Split('\n').First(line => line.StartsWith(name + ":", StringComparison.Ordinal))[(name.Length + 1)..].Trim();
    }

    public static void Make(string path, Tree tree, Ext4Options? options = null) => RawImage.Write(path, Ext4Volume.Plan(tree, options));

    /// <summary>A tree with one file for each length.</summary>
    public static Tree TreeOf(params int[] lengths)
    {
        var tree = new Tree();
        foreach (int length in lengths)
            tree.AddFile($"files/of {length} bytes", Content.FromBytes(TestBytes.Make(length)));
        return tree;
    }

    [GeneratedRegex("^Pass [1-5]: ")]
    private static partial Regex PassLine();
}
