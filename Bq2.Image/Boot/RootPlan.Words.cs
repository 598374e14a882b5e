using System.Text;
using Bq2.Efi.Pe;

namespace Bq2.Image;

internal sealed partial class RootPlan
{
    private string CommandLine()
    {
        var line = new StringBuilder();
        if (!_disk.CommandLine.Split(' ').Any(word => word.StartsWith("root=", StringComparison.Ordinal)))
        {
            // The root hash names both partitions.
            line.Append(_root.Verity ? _verity : $"root=PARTUUID={RootId}").Append(" rootfstype=").Append(FileSystem);
            line.Append(_root.Verity || _root.Kind == RootKind.Erofs ? " ro" : " rw");
            line.Append(_root.Grow ? " bq2.grow gpt" : "").Append(' ');
        }

        line.Append(_disk.CommandLine.Length > 0 ? _disk.CommandLine : UsualConsoles);
        return line.ToString();
    }

    // The screen and the serial line, which a machine in a data centre and QEMU have.
    private string UsualConsoles => _disk.Machine == Machine.X64 ? "console=tty0 console=ttyS0,115200" : "console=tty0 console=ttyAMA0";

    private string? Name()
    {
        if ((_root.Files.Resolve("/etc/os-release") ?? _root.Files.Resolve("/usr/lib/os-release"))?.Content is not { } content)
            return null;

        string? line = Encoding.UTF8.GetString(content.Head(4096)).Split('\n')
            .FirstOrDefault(each => each.StartsWith("PRETTY_NAME=", StringComparison.Ordinal));
        return line?["PRETTY_NAME=".Length..].Trim('"', '\'', ' ', '\r') is { Length: > 0 } name ? name : null;
    }
}
