using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;
using Bq2.Image;
using Bq2.Tests.Efi;

namespace Bq2.Tests.Image;

/// <summary>A caller's mistake is an ArgumentException, not a fault of the input.</summary>
public sealed class ArgumentTests
{
    public static TheoryData<string> Calls => [.. s_calls.Keys];

    private static readonly CoffObject s_object = SampleObject.Read(Machine.X64);
    private static readonly PeImage s_image = PeImage.Read("a.efi", EfiLinker.Link([s_object]).Image!);

    private static readonly Dictionary<string, Action> s_calls = new()
    {
        ["open null"] = () => DiskImage.Open((string)null!),
        ["open nothing"] = () => DiskImage.Open(""),
        ["open no source"] = () => DiskImage.Open((Source)null!),
        ["write null"] = () => DiskImage.OpenForWriting(null!),
        ["write nothing"] = () => DiskImage.OpenForWriting(""),
        ["map"] = () => DiskMap.Of(null!),
        ["compare"] = () => DiskComparison.FirstDifference(Source.FromBytes(default), null!),
        ["overwrite"] = () => DiskCopy.Overwrite(null!, Source.FromBytes(default)),
        ["content"] = () => new Regions(1).Add(0, (Content)null!),
        ["child"] = () => new Regions(1).Add(0, (Regions)null!),
        ["stream"] = () => Source.FromStream(null!),
        ["delegate"] = () => Content.FromDelegate(1, null!),
        ["tree"] = () => FatVolume.Plan(null!),
        ["volume"] = () => FatVolume.Open(null!),
        ["filesystem"] = () => FileSystem.Open(null!),
        ["copy"] = () => FatVolume.Open(Source.Of(FatVolume.Plan(new()))).CopyTo("a", null!),
        ["link"] = () => EfiLinker.Link(null!),
        ["object"] = () => CoffObject.Read(null!, default),
        ["archive"] = () => CoffArchive.Read(null!, default),
        ["image"] = () => PeImage.Read(null!, default),
        ["data of a section"] = () => _ = s_object.Data(-1),
        ["data of a section too many"] = () => _ = s_object.Data(s_object.Sections.Length),
        ["relocations"] = () => _ = s_object.Relocations(-1),
        ["name of a section"] = () => _ = s_object.SectionName(-1),
        ["name of a symbol"] = () => _ = s_object.SymbolName(-1),
        ["name of a symbol too many"] = () => _ = s_object.SymbolName(s_object.SymbolCount),
        ["symbol"] = () => s_object.Symbol(s_object.SymbolCount),
        ["what follows the last symbol"] = () => s_object.WeakExternal(s_object.SymbolCount - 1),
        ["data of an image's section"] = () => _ = s_image.Data(-1),
        ["data of an image's section too many"] = () => _ = s_image.Data(s_image.Sections.Length),
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public void ItIsTheCallersMistake(string call) => Assert.ThrowsAny<ArgumentException>(s_calls[call]);
}
