using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Bq2.Sysroot;

/// <summary>Reads a serial line: passes the bytes on, keeps the last of them, and watches for the expected text.</summary>
internal sealed partial class SerialLog(Stream? echo, string? expect)
{
    private const int Kept = 1 << 20;

    private readonly byte[] _expected = Encoding.UTF8.GetBytes(expect ?? "");
    private readonly List<byte> _said = [];

    /// <summary>Whether there was any output.</summary>
    public bool HasHeard { get; private set; }

    /// <summary>Whether the expected text has appeared.</summary>
    public bool ExpectedSaid { get; private set; }

    /// <summary>The last MiB of output; a guest with endless output must not fill our memory.</summary>
    public string Text => Encoding.UTF8.GetString(Said[Math.Max(0, Said.Length - Kept)..]);

    private ReadOnlySpan<byte> Said => CollectionsMarshal.AsSpan(_said);

    public void Hear(ReadOnlySpan<byte> bytes)
    {
        HasHeard |= bytes.Length > 0;
        echo?.Write(bytes);
        echo?.Flush();
        _said.AddRange(bytes);

        // The text may have begun in earlier output.
        int from = Math.Max(0, Said.Length - bytes.Length - (_expected.Length - 1));
        ExpectedSaid |= _expected.Length > 0 && Said[from..].IndexOf(_expected) >= 0;
        Forget();
    }

    /// <summary>The last line that is not blank, without terminal control sequences.</summary>
    public static string LastLine(string said) =>
        Steering().Replace(said, "")
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .LastOrDefault("");

    /// <summary>The first line that contains one of these texts, without terminal control sequences.</summary>
    public static string? LineWith(string said, IReadOnlyList<string> texts) =>
        Array.Find(
            Steering().Replace(said, "").Split('\n', StringSplitOptions.TrimEntries),
            line => texts.Any(text => line.Contains(text, StringComparison.Ordinal)));

    private void Forget()
    {
        if (_said.Count >= 2 * Kept)
            _said.RemoveRange(0, _said.Count - Kept);
    }

    [GeneratedRegex(@"\x1b\[[0-9;?=]*[@-~]|[\x00-\x09\x0b-\x1f\x7f]")]
    private static partial Regex Steering();
}
