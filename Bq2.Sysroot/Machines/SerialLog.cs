using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Bq2.Sysroot;

/// <summary>Listens to a serial line: passes the bytes on, keeps the last of them, notices the expected words.</summary>
internal sealed partial class SerialLog(Stream? echo, string? expect)
{
    private const int Kept = 1 << 20;

    private readonly byte[] _expected = Encoding.UTF8.GetBytes(expect ?? "");
    private readonly List<byte> _said = [];

    /// <summary>Whether anything was said.</summary>
    public bool HasHeard { get; private set; }

    /// <summary>Whether the expected words were among those said so far.</summary>
    public bool ExpectedSaid { get; private set; }

    /// <summary>The last MiB said; a guest that never stops talking must not fill our memory.</summary>
    public string Text => Encoding.UTF8.GetString(Said[Math.Max(0, Said.Length - Kept)..]);

    private ReadOnlySpan<byte> Said => CollectionsMarshal.AsSpan(_said);

    public void Hear(ReadOnlySpan<byte> bytes)
    {
        HasHeard |= bytes.Length > 0;
        echo?.Write(bytes);
        echo?.Flush();
        _said.AddRange(bytes);

        // The words may have begun in what was heard before.
        int from = Math.Max(0, Said.Length - bytes.Length - (_expected.Length - 1));
        ExpectedSaid |= _expected.Length > 0 && Said[from..].IndexOf(_expected) >= 0;
        Forget();
    }

    /// <summary>The last line that is not blank, without the sequences that steer a terminal.</summary>
    public static string LastLine(string said) =>
        Steering().Replace(said, "")
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .LastOrDefault("");

    private void Forget()
    {
        if (_said.Count >= 2 * Kept)
            _said.RemoveRange(0, _said.Count - Kept);
    }

    [GeneratedRegex(@"\x1b\[[0-9;?=]*[@-~]|[\x00-\x09\x0b-\x1f\x7f]")]
    private static partial Regex Steering();
}
