using System.Text;

namespace Bq2.Tests.Cli;

/// <summary>Command lines run one after the other in a folder of their own, with what each said and made.</summary>
internal sealed class CommandLines : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly ContentDigests _digests;

    public CommandLines() => _digests = new(_temp.Path);

    /// <summary>What the program is started by, such as "env TZ=Asia/Tokyo".</summary>
    public string By { get; init; } = "";

    /// <summary>The program; the lines call it bq2.</summary>
    public string Program { get; init; } = Bq2Program.File;

    /// <summary>
    /// The transcript of the lines: for each its exit code, what it printed, and the digest of every file that it made or changed.
    /// </summary>
    public List<string> Run(IEnumerable<(string Name, byte[] Bytes)> files, IEnumerable<string> lines)
    {
        Put(files);
        var transcript = new List<string>();
        var before = _digests.Take();
        foreach (string line in lines)
        {
            var outcome = RealTool.Bash.Run("-c", $"cd '{_temp.Path}'; bq2() {{ {By} '{Program}' \"$@\"; }}; {line}");
            var after = _digests.Take();
            string made = string.Concat(after.Except(before).Select(file => $"\n{file.Key} {file.Value}"));
            string text = $"{line}\nends with {outcome.ExitCode}\n{outcome.Said}{outcome.Complained}{made}";
            transcript.Add(text.Replace(_temp.Path, "FOLDER", StringComparison.Ordinal)
                .Replace(Program, "PROGRAM", StringComparison.Ordinal));
            before = after;
        }

        return transcript;
    }

    public void Dispose() => _temp.Dispose();

    private void Put(IEnumerable<(string Name, byte[] Bytes)> files)
    {
        foreach (var (name, bytes) in files.Append(("mixed", Mixed())))
            File.WriteAllBytes(_temp[name], bytes);

        // Times that no clock gave.
        Directory.CreateDirectory(_temp["tree/Folder with a name that is long/below"]);
        foreach (string name in (string[])["tree/short.txt", "tree/Name with dots.tar.gz",
            "tree/Folder with a name that is long/below/über.bin"])
        {
            File.WriteAllBytes(_temp[name], Mixed().AsSpan(0, 40_000 + name.Length).ToArray());
            File.SetLastWriteTimeUtc(_temp[name], new(2024, 2, 29, 12, 34, 56, DateTimeKind.Utc));
        }
    }

    /// <summary>Text that packs, noise that does not, and holes.</summary>
    private static byte[] Mixed()
    {
        byte[] bytes = new byte[3 << 20];
        var random = new Random(11);
        string[] words = ["boot ", "kernel ", "disk ", "sector ", "linker ", "image ", "firmware\n"];
        for (int place = 0; place < 1 << 20;)
            place += Encoding.ASCII.GetBytes(words[random.Next(words.Length)], bytes.AsSpan(place));
        random.NextBytes(bytes.AsSpan(2 << 20, 300_000));
        return bytes;
    }
}
