using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;
using Bq2.Tests.Efi.Pe;

namespace Bq2.Tests.Efi.Link;

/// <summary>The name by which firmware knows an image, and the id of its build.</summary>
public sealed class ImageNameTests
{
    [Needs("llvm-readobj")]
    [InlineData(Machine.X64)]
    [InlineData(Machine.Arm64)]
    public void ReadobjFindsTheName(Machine machine)
    {
        using var temp = new TempFolder();
        byte[] image = Link(machine, "app.efi").Image!;
        File.WriteAllBytes(temp["out.efi"], image);

        string said = RealTool.LlvmReadobj.Run("--coff-debug-directory", temp["out.efi"]).Accepts().Said;

        Assert.Contains("Type: CodeView (0x2)", said, StringComparison.Ordinal);
        Assert.Contains("PDBSignature: 0x53445352", said, StringComparison.Ordinal);
        Assert.Contains("PDBFileName: app.efi", said, StringComparison.Ordinal);
        Assert.Empty(OurImages.Faults(PeImage.Read("out.efi", image)));
    }

    [Needs("llvm-readobj")]
    [InlineData(null)]
    public void WithoutANameThereIsNoDebugEntry(string? name)
    {
        using var temp = new TempFolder();
        File.WriteAllBytes(temp["out.efi"], Link(Machine.X64, name).Image!);

        Assert.DoesNotContain(
            "CodeView", RealTool.LlvmReadobj.Run("--coff-debug-directory", temp["out.efi"]).Accepts().Said,
            StringComparison.Ordinal);
    }

    [Fact]
    public void TheIdIsOfTheBytesAndTheBytesAreTheSameEachTime()
    {
        byte[] first = Link(Machine.X64, "app.efi").Image!;

        Assert.Equal(first, Link(Machine.X64, "app.efi").Image);
        Assert.NotEqual(IdOf(first), IdOf(Link(Machine.X64, "other.efi").Image!));
        Assert.NotEqual(IdOf(first), IdOf(Link(Machine.X64, "app.efi", Subsystem.EfiRuntimeDriver).Image!));
    }

    [Fact]
    public void ObjectsSectionsStayInPlaceAndTheFileDoesNotGrow()
    {
        byte[] with = Link(Machine.X64, "app.efi").Image!, without = Link(Machine.X64, null).Image!;

        Assert.Equal(without.Length, with.Length);
        Assert.Equal(PeImage.Read("a", without).Data(0), PeImage.Read("b", with).Data(0));
        Assert.Equal(PeImage.Read("a", without).Data(2), PeImage.Read("b", with).Data(2));
    }

    [Fact]
    public void AnImageWithoutConstantsGetsARoomForIt()
    {
        var builder = new CoffBuilder(Machine.X64);
        builder.Symbol("EfiMain", builder.Section(".text", SampleObject.Code, [0xc3]));
        var image = PeImage.Read("a.efi", EfiLinker.Link([CoffObject.Read("a.obj", builder.ToBytes())], new() { Name = "app.efi" }).Image);

        Assert.Equal([".text", ".rdata", ".reloc"], Enumerable.Range(0, image.FileHeader.SectionCount).Select(image.SectionName));
        Assert.Equal("app.efi", Assert.Single(image.DebugEntries()).CodeView!.Name);
        Assert.Empty(OurImages.Faults(image));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/tmp/app.efi")]
    [InlineData(@"C:\app.efi")]
    [InlineData("app\n.efi")]
    public void InvalidImageNamesAreRefused(string name) =>
        Assert.Equal("LNK030", Assert.Single(Link(Machine.X64, name).Faults).Code);

    private static LinkResult Link(Machine machine, string? name, Subsystem subsystem = Subsystem.EfiApplication) =>
        EfiLinker.Link([SampleObject.Read(machine)], new() { Name = name, Subsystem = subsystem });

    private static Guid IdOf(byte[] image) => Assert.Single(PeImage.Read("a.efi", image).DebugEntries()).CodeView!.Id;
}
