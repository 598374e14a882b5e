using Bq2.Efi;
using Bq2.Efi.Pe;
using Bq2.Image;
using Bq2.Sysroot;

namespace Bq2.Cli;

/// <summary>
/// The program's own hints for faults that a library found: the libraries do not know the command line, so their hints cannot name
/// options. A hint here replaces the library's.
/// </summary>
internal static class Advice
{
    private const string AsItIs = "-f raw reads the file as a raw disk (-F raw for compare's second file)";

    private static readonly Dictionary<FaultCode, string> s_words = new()
    {
        [EfiFaults.NoEntryPoint] = "name the symbol that firmware calls first with --entry; "
            + "in C# a static method gets its name from [UnmanagedCallersOnly(EntryPoint = \"…\")]",
        [EfiFaults.NotALinkMap] = "make a map with bq2-efi link --map",
        [EfiRuleCodes.NoSbat] = "add the section with bq2-efi link --sbat FILE",
        [EfiRuleCodes.NoSbom] = "add the section with bq2-efi link --sbom FILE",
        [SysrootFaults.NothingInFolder] = "put a program there, or make a disk from a kernel with bq2-image build",
        [SysrootFaults.MachineNotTold] = "say which machine with --arch",
        [ImageFaults.OtherFileNotAllowed] = "if you trust whoever made the image, allow it with --allow-backing",
        [ImageFaults.PackedTooLong] = "if you trust whoever made it, allow more with --max-unpacked",
        [ImageFaults.CannotShrink] = "--shrink cuts off the end of the disk and the data there",
        [ImageFaults.Refcounts] = "bq2-image check shows what is wrong; bq2-image convert makes a sound copy",
    };

    // Added to the library's hint, not in its place.
    private static readonly Dictionary<FaultCode, string> s_more = new()
    {
        [ImageFaults.ForeignFormat] = AsItIs,
        [ImageFaults.Archive] = AsItIs,
    };

    /// <summary>The fault with the hint for the command line.</summary>
    public static Fault Add(Fault fault)
    {
        if (s_words.TryGetValue(fault.Kind, out string? words))
            return fault with { Hint = words };
        return s_more.TryGetValue(fault.Kind, out string? more) ? fault with { Hint = $"{fault.Hint}; {more}" } : fault;
    }
}
