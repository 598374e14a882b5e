using System.Text.RegularExpressions;
using Bq2.Efi.Pe;
using Bq2.Image;

namespace Bq2.Tests.Booting;

/// <summary>Which entry is started, on what grounds, and what of it the started system can see.</summary>
public sealed partial class LoaderChoiceTests
{
    /// <summary>Six boots of one machine: each guest sets a variable for the next, or leaves the tries to run out.</summary>
    [Needs("qemu-system-aarch64")]
    [InlineData(Machine.Arm64)]
    public void VariablesAndTriesDecide(Machine machine)
    {
        using var temp = new TempFolder();
        var files = BootFiles.With(machine, """
            choice=$(sed 's/.*choice=//' /proc/cmdline)
            say "choice $choice"
            list LoaderEntries
            text LoaderEntrySelected
            for name in Info ImageIdentifier DevicePartUUID FirmwareInfo FirmwareType TimeInitUSec TimeExecUSec; do
              text Loader$name
            done
            have LoaderEntryOneShot && say "one-shot left over"
            case $choice in
              b) put LoaderEntryOneShot a.conf ;;
              a) put LoaderEntryDefault 'C.*' ;;
              c) have LoaderEntryPreferred && poweroff -f
                 put LoaderEntryPreferred 'd*' ;;
              d) text LoaderBootCountPath ;;
            esac
            reboot -f
            """);
        files.Configure("timeout 0\ndefault [b-z]*\nauto-firmware no\n");
        files.AddEntry("a.conf", "choice=a");
        files.AddEntry("B.conf", "choice=b", "sort-key 1\nversion 1.10");
        files.AddEntry("c.conf", "choice=c", "sort-key 1\nversion 1.9");
        files.AddEntry("D+2.conf", "choice=d", "sort-key 2");
        string disk = files.Write(temp);

        string said = VirtualMachine.Run(machine, disk);

        Assert.Equal("b a c d d c", string.Join(' ', Choice().Matches(said).Select(match => match.Groups[1].Value)));
        Assert.Equal("b.conf a.conf c.conf d.conf d.conf c.conf",
            string.Join(' ', Selected().Matches(said).Select(match => match.Groups[1].Value)));
        Assert.Equal(5, Regex.Count(said, "LoaderEntries=b.conf c.conf d.conf a.conf \r?\n"));
        Assert.Single(Regex.Matches(said, "LoaderEntries=b.conf c.conf a.conf d.conf \r?\n"));
        Assert.Contains(@"LoaderBootCountPath=\loader\entries\D+1-1.conf", said, StringComparison.Ordinal);
        Assert.Contains(@"LoaderBootCountPath=\loader\entries\D+0-2.conf", said, StringComparison.Ordinal);
        Assert.DoesNotContain("left over", said, StringComparison.Ordinal);
        Assert.Contains($"guest: LoaderInfo=Bq2 {Version()}\r", said, StringComparison.Ordinal);
        Assert.Contains(@"guest: LoaderImageIdentifier=\EFI\BOOT\" + machine.BootFileName() + '\r', said, StringComparison.Ordinal);
        Assert.Contains($"guest: LoaderDevicePartUUID={PartitionId(disk).ToString().ToUpperInvariant()}\r", said, StringComparison.Ordinal);
        Assert.Matches(@"LoaderFirmwareInfo=EDK II \d+\.\d\d\r", said);
        Assert.Matches(@"LoaderFirmwareType=UEFI 2\.\d\d\r", said);
        var times = Times().Match(said);
        Assert.InRange(long.Parse(times.Groups[1].ValueSpan, null), 1, long.Parse(times.Groups[2].ValueSpan, null));
        Assert.Contains("D+0-2.conf", NamesOnDisk(disk));
        Assert.Empty(RealTool.FsckFat.Run("-n", ExtractEsp(temp, disk)).Accepts().Complained);
    }

    private static string Version() =>
        Regex.Match(File.ReadAllText(Path.Combine(Repository.Root, "Directory.Build.props")), "<Version>(.*)</Version>").Groups[1].Value;

    private static Guid PartitionId(string disk)
    {
        using var image = DiskImage.Open(disk);
        return GptDisk.Read(image).Partitions[0].Id;
    }

    private static string[] NamesOnDisk(string disk)
    {
        using var image = DiskImage.Open(disk);
        using var volume = FatVolume.Open(GptDisk.Read(image).Open(1));
        return [.. volume.List("loader/entries").Select(entry => entry.Name)];
    }

    private static string ExtractEsp(TempFolder temp, string disk)
    {
        using var image = DiskImage.Open(disk);
        RawImage.Write(temp["esp"], Regions.Of(GptDisk.Read(image).Open(1)));
        return temp["esp"];
    }

    [GeneratedRegex(@"LoaderTimeInitUSec=(\d+)\s+guest: LoaderTimeExecUSec=(\d+)")]
    private static partial Regex Times();

    [GeneratedRegex("guest: choice ([a-z])")]
    private static partial Regex Choice();

    [GeneratedRegex(@"LoaderEntrySelected=(\S+)")]
    private static partial Regex Selected();
}
