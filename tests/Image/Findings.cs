namespace Bq2.Tests.Image;

/// <summary>What judges say beyond their usual words. For both of these an exit code of 0 is not yet approval.</summary>
internal static class Findings
{
    /// <summary>
    /// What fsck.fat says between its name and its summary. With an unset free count, or a backup of the boot sector that
    /// differs, it speaks up and then exits 0.
    /// </summary>
    public static string[] OfFsck(string path)
    {
        var outcome = RealTool.FsckFat.Run("-n", path);
        string[] lines = outcome.Said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return outcome.ExitCode == 0 ? lines[1..^1] : lines;
    }

    /// <summary>The paths of all files in a FAT volume, as mdir sees them.</summary>
    public static string[] OfMdir(string path)
    {
        var outcome = RealTool.Mdir.Run("-/", "-a", "-b", "-i", path, "::").Accepts();
        var files = outcome.Said.Split('\n').Where(line => line.Length > 3 && !line.EndsWith('/'));
        return [.. files.Select(line => line[3..]).Order(StringComparer.Ordinal)];
    }

    /// <summary>
    /// What sgdisk says before it finds no problems. With a wrong checksum it warns, takes the other table, and then
    /// finds none.
    /// </summary>
    public static string[] OfSgdisk(string path)
    {
        var outcome = RealTool.Sgdisk.Run("-v", path);
        string[] lines = (outcome.Complained + outcome.Said).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return outcome.ExitCode != 0 ? lines
            : [.. lines.TakeWhile(line => !line.StartsWith("No problems found.", StringComparison.Ordinal))];
    }
}
