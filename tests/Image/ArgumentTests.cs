using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>A caller's mistake is an ArgumentException, not a fault of the input.</summary>
public sealed class ArgumentTests
{
    public static TheoryData<string> Calls => [.. s_calls.Keys];

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
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public void ItIsTheCallersMistake(string call) => Assert.ThrowsAny<ArgumentException>(s_calls[call]);
}
