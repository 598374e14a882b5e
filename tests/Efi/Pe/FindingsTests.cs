using Bq2.Efi;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Pe;

/// <summary>How findings are graded and counted, and that spoiled headers give nothing else.</summary>
public sealed class FindingsTests
{
    private const int HeaderLength = 0x400;

    [Fact]
    public void ShimRefusesSectionsThatAddUpToMoreThanTheFile()
    {
        var parts = new PeParts(PeImage.Read("good.efi", SoundImage.Bytes()));
        uint first = parts.Sections[1].PointerToRawData;
        parts.Sections[2] = parts.Sections[2] with { PointerToRawData = first, SizeOfRawData = (uint)parts.Length - first };

        var found = EfiRules.Judge(PeImage.Read("a.efi", parts.ToBytes())).First(finding => finding.Fault.Code == "PE046");

        Assert.Equal(EfiJudges.Signing | EfiJudges.Shim, found.RefusedBy);
    }

    [Theory]
    [InlineData(EfiJudges.None, EfiGrade.Advice)]
    [InlineData(EfiJudges.Signing, EfiGrade.Tool)]
    [InlineData(EfiJudges.Systemd | EfiJudges.Shim, EfiGrade.Policy)]
    [InlineData(EfiJudges.Microsoft, EfiGrade.Policy)]
    [InlineData(EfiJudges.Shim | EfiJudges.Firmware, EfiGrade.Firmware)]
    public void AFindingIsGradedByTheWorstOfWhatHappens(EfiJudges judges, EfiGrade grade) =>
        Assert.Equal(grade, new EfiFinding(judges, default).Grade);

    [Fact]
    public void ARuleBrokenOftenIsReportedAFewTimes()
    {
        var parts = new PeParts(PeImage.Read("good.efi", SoundImage.Bytes()));
        for (int i = 0; i < 100; i++)
            parts.Sections = [.. parts.Sections, parts.Sections[1]];
        parts.FileHeader = parts.FileHeader with { SectionCount = (ushort)parts.Sections.Length };
        parts.SectionData = [.. parts.SectionData, .. new ReadOnlyMemory<byte>[100]];
        parts.Length += 1 << 16;

        var found = EfiRules.Judge(PeImage.Read("a.efi", parts.ToBytes())).Where(finding => finding.Fault.Code == "PE046").ToList();

        Assert.Equal(16, found.Count);
        Assert.EndsWith("; and 84 more of this kind", found[^1].Fault.Message, StringComparison.Ordinal);
    }

    [Fact, Trait(Fuzzing.Category, Fuzzing.Fuzz)]
    public void SpoiledImagesAreFaultsAndNothingElse()
    {
        byte[] good = EfiLinker.Link([SampleObject.Read(Machine.Arm64)]).Image!;
        var random = Fuzzing.Random(3);
        const int rounds = 20_000;
        int faulty = 0;
        for (int round = 0; round < rounds; round++)
        {
            // Only in the headers: a spoiled instruction breaks no rule.
            byte[] bytes = [.. Fuzzing.Spoil(good[..HeaderLength], random), .. good[HeaderLength..]];
            try
            {
                faulty += OurImages.Faults(PeImage.Read("a.efi", bytes)).Count > 0 ? 1 : 0;
            }
            catch (FaultException)
            {
                faulty++;
            }
        }

        Assert.InRange(faulty, rounds / 4, rounds - 1);
    }
}
