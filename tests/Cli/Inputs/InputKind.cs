namespace Bq2.Tests.Cli.Inputs;

/// <summary>A kind of thing that a word of the command line can name.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Content">Which bytes it has: the command's own, or a few that no command asks for.</param>
/// <param name="Make">
/// Puts it into a folder, where the bytes lie in the file "content", and says by which word of a shell it is named.
/// </param>
internal sealed record InputKind(string Name, InputContent Content, Func<TempFolder, string> Make)
{
    /// <summary>A file that can be read: what is said of it, others with the same bytes have to get as well.</summary>
    public bool IsRegular { get; init; }

    /// <summary>What the shell gives the program as standard input.</summary>
    public string StandardInput { get; init; } = "</dev/null";

    /// <summary>What the shell puts before the program.</summary>
    public string Before { get; init; } = "";

    /// <summary>The exit code that every command has for it.</summary>
    public int? ExitCode { get; init; }

    // Root reads everything, unless it gives up the right to.
    private const string NoPrivilege = "setpriv --bounding-set -dac_override,-dac_read_search ";

    public static readonly InputKind[] All =
    [
        new("file", InputContent.Right, _ => "content") { IsRegular = true },
        new("link", InputContent.Right, temp => Link(temp, "content")),
        new("link to nothing", InputContent.None, temp => Link(temp, "nothing")) { ExitCode = 1 },
        new("link to itself", InputContent.None, temp => Link(temp, "link")) { ExitCode = 1 },
        new("pipe", InputContent.Right, _ => "<(cat content)"),
        new("-", InputContent.Right, _ => "-") { StandardInput = "< <(cat content)" },
        new("block device", InputContent.Right, temp => LoopDevice.Attach(temp["content"])),
        new("/dev/zero", InputContent.None, _ => "/dev/zero") { ExitCode = 1 },
        new("/dev/null", InputContent.Empty, _ => "/dev/null"),
        new("socket", InputContent.None, MakeSocket) { ExitCode = 1 },
        new("folder", InputContent.None, MakeFolder) { ExitCode = 1 },
        new("nothing", InputContent.None, _ => "nothing") { ExitCode = 1 },
        new("empty file", InputContent.Empty, _ => "content") { IsRegular = true },
        new("empty pipe", InputContent.Empty, _ => "<(cat content)"),
        new("unreadable", InputContent.Right, MakeUnreadable) { Before = NoPrivilege, ExitCode = 3 },
        new("one byte", InputContent.OneByte, _ => "content") { IsRegular = true },
        new("gzip", InputContent.Foreign, _ => "content") { IsRegular = true },
    ];

    private static string Link(TempFolder temp, string target)
    {
        File.CreateSymbolicLink(temp["link"], target);
        return "link";
    }

    private static string MakeFolder(TempFolder temp)
    {
        Directory.CreateDirectory(temp["folder"]);
        return "folder";
    }

    private static string MakeSocket(TempFolder temp)
    {
        using var socket = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(temp["socket"]));

        // Closing it takes its name away, unless it has another.
        File.Move(temp["socket"], temp["door"]);
        return "door";
    }

    private static string MakeUnreadable(TempFolder temp)
    {
        new RealTool("chmod").Run("0", temp["content"]).Accepts();
        if (Environment.UserName == "root")
            new RealTool("chown").Run("65534", temp["content"]).Accepts();
        return "content";
    }
}

/// <summary>Which bytes an input has.</summary>
internal enum InputContent
{
    /// <summary>Nothing is read of it.</summary>
    None,
    Right,
    Empty,
    OneByte,
    Foreign,
}
