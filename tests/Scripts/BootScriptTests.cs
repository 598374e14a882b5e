using System.Xml.Linq;

namespace Bq2.Tests.Scripts;

/// <summary>The scripts that boot what was built.</summary>
public sealed class BootScriptTests
{
    [Needs("qemu-system-x86_64 qemu-system-aarch64")]
    [InlineData("out/bq2-x86_64.qcow2 out/bq2-aarch64.qcow2")]
    [InlineData("out/bq2-aarch64.qcow2", "aarch64")]
    public void TheDemoProvesWhatItSays(string disks, params string[] words)
    {
        var outcome = Script.Run("eng/demo.sh", words).Accepts();

        Assert.EndsWith($"\nproved: our firmware loader started Linux from {disks}, and Linux said so itself\n",
            outcome.Said, StringComparison.Ordinal);
    }

    [Needs("qemu-system-x86_64")]
    [InlineData("Bq2 boot menu|Debian, rescue shell|h helps.", "$ bin/bq2-image build|BOOTX64.EFI|bq2: starting Linux|login:")]
    public void PicturesShowWhatWasPrinted(string menu, string tour)
    {
        using var temp = new TempFolder();
        Script.Run("eng/pictures.sh", temp.Path).Accepts();

        AssertShown(temp["menu.svg"], menu);
        AssertShown(temp["tour.svg"], tour);
    }

    [Needs("qemu-system-x86_64 qemu-system-aarch64")]
    [InlineData(2)]
    public void BootsAreMeasured(int rows) => Assert.Equal(rows, BenchScriptTests.Rows(Script.Run("eng/bench.sh", "boots")));

    private static void AssertShown(string picture, string words)
    {
        string text = XDocument.Load(picture).Root!.Value;
        Assert.All(words.Split('|'), word => Assert.Contains(word, text, StringComparison.Ordinal));
    }
}
