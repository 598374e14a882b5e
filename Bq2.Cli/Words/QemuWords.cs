using System.CommandLine;

namespace Bq2.Cli;

/// <summary>
/// The options of qemu-img, for scripts that use them. Those with a meaning here have it; those that only permit something never
/// needed here are accepted; all others are refused by name, with the reason.
/// </summary>
internal static class QemuWords
{
    private static readonly string[] s_cacheModes = ["none", "writeback", "writethrough", "directsync", "unsafe"];

    /// <summary>The progress in the form of qemu-img, for programs.</summary>
    public static Option<bool> Percent() => new("-p") { Description = "Show the progress in per cent, even if it goes to a file" };

    public static Option<int?> Threads() =>
        Options.Number("-m", "N", 1, 16, "How many parts of the disk to copy in parallel (as many as suit this computer when not given)");

    /// <summary>Whether the command syncs what it wrote to the disk: in every mode but unsafe.</summary>
    public static Option<string?> WriteCache(string usual) =>
        Options.Choice("-t", $"Cache mode: every mode but unsafe syncs the output to the disk ({usual} when not given)", s_cacheModes);

    public static bool Syncs(string? mode) => mode is not (null or "unsafe");

    /// <summary>Adds the options for reading an image.</summary>
    public static void AddReading(Command command, bool cache = true)
    {
        command.Add(new Option<bool>("--force-share", "-U") { Description = "Read an image that is in use (always allowed here)" });
        if (cache)
            command.Add(Options.Choice("-T", "Cache mode for reading; has no effect, the system's cache is always used", s_cacheModes));
    }

    /// <summary>Adds options that are accepted but have no effect.</summary>
    public static void Accept(Command command, params (string Name, string Meaning)[] options)
    {
        foreach (var (name, meaning) in options)
            command.Add(new Option<bool>(name) { Description = meaning, Hidden = true });
    }

    /// <summary>Adds options that are refused; a star after the name means that it takes a value.</summary>
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

    /// <summary>Refuses the options that describe an image other than by its file name.</summary>
    public static void RefuseDescriptions(Command command) => Refuse(
        command, ("--image-opts", "name the image by its file"), ("--object*", "secrets and servers are not supported: images are files"));
}
