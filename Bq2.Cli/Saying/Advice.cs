using Bq2.Efi;
using Bq2.Efi.Pe;
using Bq2.Image;
using Bq2.Sysroot;

namespace Bq2.Cli;

/// <summary>
/// What the program advises where a library found the fault: the libraries know no command line, so their hints name none
/// of its words. Where there is advice here it stands in place of the library's hint.
/// </summary>
internal static class Advice
{
    private const string AsItIs = "-f raw takes its bytes as they are (-F raw those of compare's second file)";

    private static readonly Dictionary<FaultCode, string> s_words = new()
    {
        [EfiFaults.NoEntryPoint] = "name the symbol that firmware is to call with --entry; "
            + "in C# a static method gets its name from [UnmanagedCallersOnly(EntryPoint = \"…\")]",
        [EfiFaults.NotALinkMap] = "make a map with bq2-efi link --map",
        [EfiRuleCodes.NoSbat] = "add the section with bq2-efi link --sbat FILE",
        [EfiRuleCodes.NoSbom] = "add the section with bq2-efi link --sbom FILE",
        [SysrootFaults.NothingInFolder] = "put a program there, or make a disk with a kernel with bq2-image build",
        [SysrootFaults.MachineNotTold] = "say which machine with --arch",
        [ImageFaults.OtherFileNotAllowed] = "if you trust whoever made the image, allow it with --allow-backing",
        [ImageFaults.CannotShrink] = "--shrink cuts off the end of the disk, with what is there",
        [ImageFaults.Refcounts] = "bq2-image check tells what is wrong; a copy made with bq2-image convert is sound",
    };

    // Where the library's hint stands too.
    private static readonly Dictionary<FaultCode, string> s_more = new()
    {
        [ImageFaults.ForeignFormat] = AsItIs,
        [ImageFaults.Archive] = AsItIs,
    };

    /// <summary>The fault as a person at the command line is to read it.</summary>
    public static Fault Add(Fault fault)
    {
        if (s_words.TryGetValue(fault.Kind, out string? words))
            return fault with { Hint = words };
        return s_more.TryGetValue(fault.Kind, out string? more) ? fault with { Hint = $"{fault.Hint}; {more}" } : fault;
    }
}
