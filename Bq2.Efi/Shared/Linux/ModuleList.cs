using Bq2.Efi.Boot;

namespace Bq2.Efi.Linux;

/// <summary>
/// The kernel modules of an initrd, in the order in which they are loaded: a path a line, and behind it the module's parameters. Empty
/// lines and those with # mean nothing.
/// </summary>
internal ref struct ModuleList(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> _rest = text;

    public ReadOnlySpan<byte> Path { get; private set; }

    public ReadOnlySpan<byte> Parameters { get; private set; }

    /// <summary>Whether the kernel has to unpack the module, which it can do since version 5.17.</summary>
    public readonly bool IsPacked => !Path.EndsWith(".ko"u8);

    public bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            var line = KeyLines.TakeLine(ref _rest);
            Path = KeyLines.TakeWord(ref line);
            while (!line.IsEmpty && Bytes.IsBlank(line[^1]))
                line = line[..^1];
            Parameters = line;
            if (!Path.IsEmpty && Path[0] != '#')
                return true;
        }

        return false;
    }
}
