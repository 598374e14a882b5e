using System.CommandLine;

namespace Bq2.Cli;

/// <summary>
/// Options that scripts say to qemu-img. What has a meaning here has it; what only allows something that is never needed here is
/// accepted; all else is refused by name, with the reason.
/// </summary>
internal static class QemuWords
{
    private static readonly string[] s_cacheModes = ["none", "writeback", "writethrough", "directsync", "unsafe"];

    /// <summary>How far it is, for programs: in qemu-img's own line.</summary>
    public static Option<bool> Percent() => new("-p") { Description = "Show the progress as a line of per cent, wherever that goes" };

    public static Option<int?> Threads() =>
        Options.Number("-m", "N", 1, 16, "How many parts of the disk are copied at once (what suits the machine when not given)");

    /// <summary>Whether the command waits until what it wrote is on the disk: under every mode but unsafe.</summary>
    public static Option<string?> WriteCache(string usual) =>
        Options.Choice("-t", $"Whether to wait until it is on the disk: every mode but unsafe does ({usual} when not given)", s_cacheModes);

    public static bool Syncs(string? mode) => mode is not (null or "unsafe");

    /// <summary>Adds what may be said where images are read.</summary>
    public static void AddReading(Command command, bool cache = true)
    {
        command.Add(new Option<bool>("--force-share", "-U") { Description = "Read an image that is in use, as is always done here" });
        if (cache)
            command.Add(Options.Choice("-T", "How what is read is cached; the system's cache is always used here", s_cacheModes));
    }

    /// <summary>Adds options that say what is done in any case, or is never needed.</summary>
    public static void Accept(Command command, params (string Name, string Meaning)[] options)
    {
        foreach (var (name, meaning) in options)
            command.Add(new Option<bool>(name) { Description = meaning, Hidden = true });
    }

    /// <summary>Adds options that are refused: a star behind the name says that it takes a value.</summary>
    public static void Refuse(Command command, params (string Name, string Reason)[] options)
    {
        foreach (var (given, reason) in options)
        {
            string name = given.TrimEnd('*');
            var option = given.EndsWith('*') ? new Option<string[]>(name) : (Option)new Option<bool>(name);
            option.Hidden = true;
            command.Add(option);
            command.Validators.Add(given =>
            {
                if (given.GetResult(option) is { Implicit: false })
                    given.AddError($"{name} is not supported: {reason}");
            });
        }
    }

    /// <summary>The same for what describes an image otherwise than by a file's name.</summary>
    public static void RefuseDescriptions(Command command) => Refuse(
        command, ("--image-opts", "images are named by their files"), ("--object*", "no secrets or servers are used: images are files"));
}
