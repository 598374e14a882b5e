using Bq2.Image;
using Bq2.Tests.Image;

namespace Bq2.Tests.Cli;

/// <summary>Files for lines that are said to qemu-img and to bq2, each in its own copy of the folder.</summary>
internal static class QemuWords
{
    /// <summary>A disk as "raw" and as "q", and one with other content as "old" and as "oldq".</summary>
    public static void WriteDisks(TempFolder temp)
    {
        byte[] disk = new byte[4 << 20];
        TestBytes.Make(300_000).CopyTo(disk, 100_000);
        TestBytes.Make(70_000).CopyTo(disk, 3_000_000);
        File.WriteAllBytes(temp["raw"], disk);
        Qcow2Image.Write(temp["q"], SourceRegions(disk));
        File.WriteAllBytes(temp["old"], TestBytes.Make(4 << 20));
        Qcow2Image.Write(temp["oldq"], SourceRegions(TestBytes.Make(4 << 20)));
    }

    public static Outcome InCopy(TempFolder temp, string folder, string program, string line) => RealTool.Bash.Run("-c",
        $"cd '{temp.Path}' && rm -rf {folder} && mkdir {folder} && find . -maxdepth 1 -type f -exec cp {{}} {folder} \\; "
            + $"&& cd {folder} && {program} {line}");

    private static Regions SourceRegions(byte[] bytes)
    {
        var regions = new Regions(bytes.Length);
        regions.Add(0, Content.FromBytes(bytes));
        return regions;
    }
}
