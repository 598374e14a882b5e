using System.Globalization;
using System.Security.Cryptography;

namespace Bq2.Tests.Cli;

/// <summary>
/// The digests of all files in a folder, taken again and again. A file is read again only when what the kernel notes of each change says
/// so: its length, its place in the filesystem, and the times of its last changes, of which nobody can set the second.
/// </summary>
internal sealed class ContentDigests(string folder)
{
    // The kernel's clock ticks at least a hundred times a second: a file changed that lately may change again within the same tick.
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(20);

    private Dictionary<string, Known> _known = [];

    /// <summary>Each file, but no links, with the first sixteen digits of its SHA-256, in the order of the names.</summary>
    public Dictionary<string, string> Take()
    {
        double now = (DateTime.UtcNow - DateTime.UnixEpoch - s_tick).TotalSeconds;
        string[] lines = new RealTool("find").Run(folder, "-type", "f", "-printf", "%P\t%C@\t%T@ %s %i\n").Accepts().Said
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        _known = lines.Select(line => line.Split('\t')).OrderBy(file => file[0], StringComparer.Ordinal).ToDictionary(
            file => file[0], file => Of(file[0], $"{file[1]} {file[2]}", double.Parse(file[1], CultureInfo.InvariantCulture) < now));
        return _known.ToDictionary(file => file.Key, file => file.Value.Digest);
    }

    private Known Of(string name, string noted, bool settled) =>
        _known.TryGetValue(name, out var known) && known.Settled && known.Noted == noted
            ? known
            : new(noted, settled, Digest(Path.Combine(folder, name)));

    private static string Digest(string file)
    {
        using var bytes = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
    }

    private sealed record Known(string Noted, bool Settled, string Digest);
}
