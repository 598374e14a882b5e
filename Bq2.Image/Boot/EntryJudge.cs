using System.Text;
using Bq2.Efi.Boot;
using Bq2.Efi.Pe;

namespace Bq2.Image;

/// <summary>Checks whether an entry in the menu would start: its files, their content, and its command line.</summary>
internal sealed class EntryJudge(Machine machine, EspTree esp)
{
    /// <summary>Why it would not start; null if it would.</summary>
    public string? WhyNot(BootEntry entry) =>
        OptionsProblem(entry)
        ?? FileProblem(entry.Program, entry.ProgramHash, IsProgram)
        ?? InitrdProblem(entry)
        ?? (entry.DeviceTree.IsEmpty ? null : FileProblem(entry.DeviceTree, entry.DeviceTreeHash, IsDeviceTree));

    private static string? OptionsProblem(BootEntry entry) =>
        CommandLine.Write(entry, new char[CommandLine.MaxLineLength], out _) switch
        {
            TextFault.None => null,
            TextFault.TooLong => FormattableString.Invariant($"its options have more than {CommandLine.MaxLineLength - 1} characters"),
            _ => "its options are not UTF-8",
        };

    private string? InitrdProblem(BootEntry entry)
    {
        var hashes = entry.InitrdHashes.GetEnumerator();
        foreach (var initrd in entry.Initrds)
        {
            var hash = hashes.MoveNext() ? hashes.Current : default;
            if (FileProblem(initrd, hash, _ => null) is { } problem)
                return problem;
        }

        return null;
    }

    private string? FileProblem(ReadOnlySpan<byte> path, ReadOnlySpan<byte> hash, Func<Content, string?> look)
    {
        string name = Encoding.UTF8.GetString(path);
        if (EfiPath.Write(path, new char[EfiPath.MaxPathLength], out _) != TextFault.None)
            return $"the path {name} is too long, or not UTF-8";
        if (esp.Find(name)?.Content is not { } content)
            return $"it names {name}, which is not on the disk";
        if (look(content) is { } problem)
            return $"{name} {problem}";
        return hash.IsEmpty || Ascii.EqualsIgnoreCase(hash, Encoding.ASCII.GetBytes(esp.HashOf(content)))
            ? null : $"{name} does not have the SHA-256 that the entry says";
    }

    private string? IsProgram(Content content)
    {
        byte[] head = content.Head(KernelImage.HeaderBytes);
        var fault = KernelImage.Read(head, out var image);
        if (fault != KernelFault.None)
            return "is not an EFI program: " + PeCheck.Reason(fault);
        if (image.Machine != machine)
            return $"is for {image.Machine.Name()}, the disk for {machine.Name()}";
        return new PeSections(head).End > (ulong)content.Length ? "is cut off" : null;
    }

    private static string? IsDeviceTree(Content content) =>
        DeviceTreeHeader.Length(content.Head(DeviceTreeHeader.Size), (ulong)content.Length) == 0 ? "is not a complete device tree" : null;
}
