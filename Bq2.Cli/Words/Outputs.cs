using Bq2.Efi.Files;

namespace Bq2.Cli;

/// <summary>The output files that the command line names: - is standard output, ./- is a file of that name.</summary>
internal static class Outputs
{
    public const string Shown = "standard output";

    public static bool IsStandardOutput(string word) => word is "-" or "/dev/stdout" or "/dev/fd/1" or "/proc/self/fd/1";

    /// <summary>Standard output for binary data. If it is a device, it is written by offset, because its size is known.</summary>
    public static Stream OpenStandardOutput()
    {
        if (!Console.IsOutputRedirected)
            throw new UsageException("the output is not text, and standard output is a terminal: name a file, or redirect the output");

        var handle = StandardHandle.Output;
        return LeadsToDevice() ? ForwardFile.Of(handle) : Console.OpenStandardOutput();
    }

    /// <summary>Standard output for a file that may be text; a terminal accepts only text.</summary>
    public static Stream OpenForFile() =>
        Console.IsOutputRedirected ? Console.OpenStandardOutput() : new TextOnly(Console.OpenStandardOutput());

    /// <summary>Writes a whole small file, or to standard output.</summary>
    public static void Write(string word, ReadOnlySpan<byte> bytes)
    {
        if (!IsStandardOutput(word))
        {
            NewFile.Write(word, bytes);
            return;
        }

        using var output = OpenStandardOutput();
        output.Write(bytes);
    }

    /// <summary>Whether the output is a real disk and not a file.</summary>
    public static bool IsDevice(string word) => IsStandardOutput(word) ? LeadsToDevice() : FileStatus.Of(word).Kind == FileKind.BlockDevice;

    /// <summary>Says what was made, unless it went to standard output.</summary>
    public static void SayMade(string word, string line)
    {
        if (!IsStandardOutput(word))
            Say.Line($"{word}: {line}");
    }

    /// <summary>Refuses more than one output to standard output.</summary>
    public static void CheckDistinct(params string?[] words)
    {
        if (words.Count(word => word is not null && IsStandardOutput(word)) > 1)
            throw new UsageException("only one of the outputs can go to standard output");
    }

    private static bool LeadsToDevice() => FileStatus.Of(StandardHandle.Output).Kind == FileKind.BlockDevice;
}
