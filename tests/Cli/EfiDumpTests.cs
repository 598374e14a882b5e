using System.Text.Json;
using Bq2.Efi.Pe;
using Bq2.Cli;
using Bq2.Tests.Efi.Pe;

namespace Bq2.Tests.Cli;

/// <summary>What dump says of programs that others made: all of it can be said, and what is said is so.</summary>
public sealed class EfiDumpTests
{
    private const int SmallEnoughForCode = 300_000;

    [Theory]
    [InlineData(Machine.X64)]
    [InlineData(Machine.Arm64)]
    public void AllOfDebiansImagesAreShown(Machine machine)
    {
        var images = DebianImages.For(machine).Where(image => PeFiles.IsPe32Plus(image.Bytes))
            .Select(image => PeImage.Read(image.Name, image.Bytes)).ToList();
        Assert.SkipUnless(images.Count > 0 || Environment.GetEnvironmentVariable("CI") == "true", "eng/efi-images.sh has not run");

        Assert.True(images.Count >= 30, $"only {images.Count} images are there; eng/efi-images.sh fetches them");
        Assert.All(images, image =>
        {
            AssertText(image);
            AssertJson(image);
        });
    }

    private static void AssertText(PeImage image)
    {
        bool withCode = image.FileHeader.Machine == Machine.X64 && image.Bytes.Length < SmallEnoughForCode;
        var text = new StringWriter();
        EfiDumpText.Write(EfiProgramDump.Of(image, withCode ? CodeDump.Of(image, []) : null), text);

        string said = text.ToString();
        Assert.Equal(image.FileHeader.SymbolTableOffset == 0, said.Contains("no symbol table", StringComparison.Ordinal));
        Assert.All(Enumerable.Range(0, image.FileHeader.SectionCount),
            i => Assert.Contains($"\n  {image.SectionName(i),-9} ", said, StringComparison.Ordinal));
        Assert.Equal(withCode, said.Contains("\n  code of ", StringComparison.Ordinal));
        Assert.DoesNotContain(said, letter => char.IsControl(letter) && letter != '\n');
    }

    private static void AssertJson(PeImage image)
    {
        using var json = JsonSerializer.SerializeToDocument(EfiProgramDump.Of(image, null), EfiDumpJson.Default.EfiProgramDump);

        Assert.Equal(image.FileHeader.SectionCount, json.RootElement.GetProperty("sections").GetArrayLength());
        Assert.Equal(image.Bytes.Length,
            json.RootElement.GetProperty("pieces").EnumerateArray().Sum(piece => piece.GetProperty("length").GetInt32()));
    }

    [Theory]
    [InlineData(0, 0, "no symbol table\n")]
    [InlineData(0, 1, "no symbol table (but a count of 1)\n")]
    [InlineData(0x200, 3, "3 symbols at 0x200\n")]
    public void AnExistingSymbolTableIsReported(uint offset, uint count, string words)
    {
        var parts = new PeParts(PeImage.Read("a.efi", Bq2.Efi.Link.EfiLinker.Link([Bq2.Tests.Efi.SampleObject.Read(Machine.X64)]).Image!));
        parts.FileHeader = parts.FileHeader with { SymbolTableOffset = offset, SymbolCount = count };
        var text = new StringWriter();

        EfiDumpText.Write(EfiProgramDump.Of(PeImage.Read("a.efi", parts.ToBytes()), null), text);

        Assert.Contains($", {words}", text.ToString(), StringComparison.Ordinal);
    }
}
