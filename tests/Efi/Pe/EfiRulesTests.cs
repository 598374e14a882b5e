using System.Runtime.InteropServices;
using Bq2.Efi;
using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Pe;

/// <summary>Each rule, seen to say no when one field is spoiled.</summary>
public sealed class EfiRulesTests
{
    private const int HeaderLength = 0x400;

    public static TheoryData<string> Codes => [.. s_mutants.Keys];

    // What breaks each rule, and who refuses the image for it.
    private static readonly Dictionary<string, (EfiJudges Judges, Action<PeParts> Spoil)> s_mutants = new()
    {
        ["PE010"] = (EfiJudges.Firmware | EfiJudges.Shim, p => p.FileHeader = p.FileHeader with { Machine = (Machine)0x14c }),
        ["PE011"] = (EfiJudges.Shim | EfiJudges.Systemd, p => p.FileHeader = p.FileHeader with { SectionCount = 0 }),
        ["PE012"] = (EfiJudges.None, p => p.FileHeader = p.FileHeader with { SymbolTableOffset = 1, SymbolCount = 1 }),
        ["PE013"] = (EfiJudges.Firmware | EfiJudges.Shim, p => p.OptionalHeader = p.OptionalHeader with { DirectoryCount = 7 }),
        ["PE014"] = (
            EfiJudges.Firmware | EfiJudges.Shim,
            p => p.FileHeader = p.FileHeader with { Characteristics = p.FileHeader.Characteristics | ImageTraits.RelocationsStripped }),
        ["PE015"] = (EfiJudges.None, p => p.FileHeader = p.FileHeader with { Characteristics = ImageTraits.LargeAddressAware }),
        ["PE016"] = (EfiJudges.Microsoft, p => p.OptionalHeader = p.OptionalHeader with { SectionAlignment = 512 }),
        ["PE017"] = (EfiJudges.None, p => p.OptionalHeader = p.OptionalHeader with { SizeOfImage = p.OptionalHeader.SizeOfImage - 1 }),
        ["PE018"] = (EfiJudges.Firmware | EfiJudges.Shim, p => p.OptionalHeader = p.OptionalHeader with { SizeOfHeaders = 8 }),
        ["PE019"] = (EfiJudges.Firmware, p => p.OptionalHeader = p.OptionalHeader with { Subsystem = (Subsystem)3 }),
        ["PE020"] = (
            EfiJudges.ShimNx | EfiJudges.Microsoft,
            p => p.OptionalHeader = p.OptionalHeader with { DllCharacteristics = DllTraits.None }),
        ["PE021"] = (EfiJudges.Shim, p => p.Sections[2] = p.Sections[2] with { VirtualSize = 0 }),
        ["PE022"] = (EfiJudges.None, p => p.Sections[2] = p.Sections[2] with { VirtualAddress = p.Sections[2].VirtualAddress + 8 }),
        ["PE023"] = (EfiJudges.Firmware | EfiJudges.Shim, p => p.Sections[4] = p.Sections[4] with { VirtualSize = 0x10_0000 }),
        ["PE024"] = (EfiJudges.Signing, p => p.Sections[2] = p.Sections[2] with { SizeOfRawData = 0x100 }),
        ["PE025"] = (EfiJudges.Firmware | EfiJudges.Shim, p => p.Sections[4] = p.Sections[4] with { SizeOfRawData = 0x1000 }),
        ["PE026"] = (
            EfiJudges.ShimNx | EfiJudges.Microsoft,
            p => p.Sections[0] = p.Sections[0] with { Characteristics = p.Sections[0].Characteristics | SectionTraits.Write }),
        ["PE027"] = (
            EfiJudges.None,
            p => p.Sections[0] = p.Sections[0] with { Characteristics = SectionTraits.Execute | SectionTraits.Read }),
        ["PE028"] = (EfiJudges.Firmware | EfiJudges.Shim, p => p.OptionalHeader = p.OptionalHeader with { AddressOfEntryPoint = 0 }),
        ["PE029"] = (EfiJudges.None, p => p.Directories[5] = default),
        ["PE030"] = (EfiJudges.Firmware | EfiJudges.Shim, p => SetTable(p, 4, 0)),
        ["PE031"] = (EfiJudges.Firmware | EfiJudges.Shim, p => SetTable(p, 9, 0xb0)),
        ["PE032"] = (EfiJudges.Firmware | EfiJudges.Shim, p => SetTable(p, 2, 0x50)),
        ["PE033"] = (EfiJudges.Firmware, p => SetTable(p, 8, 0x07)),
        ["PE036"] = (EfiJudges.Firmware | EfiJudges.Shim, p => p.OptionalHeader = p.OptionalHeader with { DirectoryCount = 17 }),
        ["PE037"] = (EfiJudges.Shim, p => p.OptionalHeader = p.OptionalHeader with { DirectoryCount = 5 }),
        ["PE038"] = (EfiJudges.None, p => p.Directories[1] = p.Directories[5]),
        ["PE039"] = (EfiJudges.Shim, p => p.OptionalHeader = p.OptionalHeader with { FileAlignment = 513 }),
        ["PE040"] = (EfiJudges.None, p => p.OptionalHeader = p.OptionalHeader with { FileAlignment = 514 }),
        ["PE041"] = (EfiJudges.None, p => p.OptionalHeader = p.OptionalHeader with { Subsystem = Subsystem.EfiBootServiceDriver }),
        ["PE042"] = (EfiJudges.Systemd, p => p.Dos = p.Dos with { LinuxMark = 0x8182_23cd }),
        ["PE043"] = (EfiJudges.None, p => (p.Sections[1], p.Sections[2]) = (p.Sections[2], p.Sections[1])),
        ["PE044"] = (EfiJudges.Firmware | EfiJudges.Shim, p => p.Sections[2] = p.Sections[2] with { VirtualAddress = 0 }),
        ["PE045"] = (EfiJudges.Shim, p => p.Sections[2] = p.Sections[2] with { Characteristics = SectionTraits.InitializedData }),
        ["PE046"] = (EfiJudges.Signing, p => p.Sections[2] = p.Sections[2] with { PointerToRawData = p.Sections[1].PointerToRawData }),
        ["PE048"] = (
            EfiJudges.ShimNx | EfiJudges.Microsoft,
            p => p.OptionalHeader = p.OptionalHeader with { AddressOfEntryPoint = p.Sections[1].VirtualAddress }),
        ["PE049"] = (EfiJudges.Firmware, p => p.SectionData[0] = new byte[] { 0x06 }),
        ["PE050"] = (EfiJudges.Firmware | EfiJudges.Shim, p => p.Directories[5].Length = 0x10_0000),
        ["PE051"] = (EfiJudges.None, p => SetTable(p, 0, 0x02, 0x10)),
        ["PE052"] = (EfiJudges.Shim, p => p.Sections[1] = p.Sections[1] with { Name = p.Sections[4].Name }),
        ["PE053"] = (EfiJudges.Shim, p => p.Directories[5].Address = p.Sections[1].VirtualAddress),
        ["PE054"] = (EfiJudges.None, p => SetTable(p, 4, 10)),
        ["PE055"] = (EfiJudges.Firmware | EfiJudges.Shim, p => SetTable(p, 2, 0x50)),
        ["PE056"] = (EfiJudges.None, p => SetTable(p, 9, 0x30)),
        ["PE057"] = (EfiJudges.None, p => SetTable(p, 9, 0xaf)),
        ["PE058"] = (EfiJudges.None, p => p.Directories[3] = new() { Address = p.Sections[1].VirtualAddress, Length = 13 }),
        ["PE059"] = (EfiJudges.None, p =>
        {
            p.Directories[3] = new() { Address = p.Sections[1].VirtualAddress, Length = 24 };
            p.SectionData[1] = MemoryMarshal.AsBytes<uint>([0x1004, 0x1008, 0, 0x1000, 0x1004, 0]).ToArray();
        }),
        ["PE061"] = (EfiJudges.Shim, p => p.Sections[3] = p.Sections[3] with { Name = 'x' }),
        ["PE062"] = (EfiJudges.Microsoft, p => { }),
        ["PE063"] = (EfiJudges.Shim, p => p.Sections[1] = p.Sections[1] with { Name = p.Sections[3].Name }),
        ["PE064"] = (EfiJudges.Shim, p => p.Sections[3] = p.Sections[3] with { RelocationCount = 1 }),
        ["PE065"] = (EfiJudges.Shim, p => p.Sections[3] = p.Sections[3] with { VirtualSize = 0x201 }),
        ["PE066"] = (EfiJudges.None, p => p.Sections[3] = p.Sections[3] with { Characteristics = SectionTraits.Read }),
        ["SBAT004"] = (EfiJudges.Shim, p => p.SectionData[3] = "sbat,1,,sbat,1,x\n\0"u8.ToArray()),
        ["SBAT002"] = (EfiJudges.Shim, p => p.SectionData[3] = "sbat,1,x,sbat,1\n\0"u8.ToArray()),
        ["SBAT010"] = (EfiJudges.None, p => p.SectionData[3] = "sbat,1,x,sbat,1,x,y\n\0"u8.ToArray()),
        ["PE080"] = (EfiJudges.Shim, p => p.Sections[1] = p.Sections[1] with { VirtualAddress = p.Sections[0].VirtualAddress }),
        ["PE081"] = (EfiJudges.Shim, p => p.Sections[2] = p.Sections[2] with { SizeOfRawData = 0, PointerToRawData = 0 }),
        ["PE067"] = (EfiJudges.Firmware | EfiJudges.Shim, p => p.Directories[4] = new() { Address = (uint)p.Length, Length = 8 }),
        ["PE068"] = (EfiJudges.None, p => AddCertificate(p, 4)),
        ["PE069"] = (EfiJudges.Shim | EfiJudges.Signing, p => AddCertificate(p, 0, after: 8)),
        ["PE070"] = (EfiJudges.Shim, p => AddCertificate(p, 0, length: 99)),
    };

    [Theory, MemberData(nameof(Codes))]
    public void ASpoiledFieldBreaksItsRule(string code)
    {
        var (judges, spoil) = s_mutants[code];
        var parts = new PeParts(PeImage.Read("good.efi", Good()));
        spoil(parts);

        var found = EfiRules.Judge(PeImage.Read("a.efi", parts.ToBytes())).First(finding => finding.Fault.Code == code);

        Assert.Equal(judges, found.RefusedBy);
        Assert.NotNull(found.Fault.Offset);
    }

    [Fact]
    public void NobodyRefusesASoundImage()
    {
        var found = EfiRules.Judge(PeImage.Read("good.efi", Good()));

        Assert.Equal(["PE062"], found.Select(finding => finding.Fault.Code));
    }

    /// <summary>Images that firmware everywhere starts, or the rules would be ours alone.</summary>
    [Theory]
    [InlineData("/usr/lib/shim/shimx64.efi")]
    [InlineData("/usr/lib/shim/mmx64.efi.signed")]
    [InlineData("/usr/lib/systemd/boot/efi/systemd-bootx64.efi")]
    [InlineData("/usr/lib/efitools/x86_64-linux-gnu/KeyTool.efi")]
    [InlineData("/boot/ipxe.efi")]
    [InlineData("artifacts/guest/x86_64/vmlinuz")]
    [InlineData("artifacts/guest/aarch64/vmlinuz")]
    public void ProgramsThatStartEverywhereAreNotRefused(string path)
    {
        path = Path.Combine(Repository.Root, path);
        Assert.SkipUnless(File.Exists(path) || Environment.GetEnvironmentVariable("CI") == "true", $"{path} is not installed");

        var found = EfiRules.Judge(PeImage.Read(path));

        Assert.DoesNotContain(found, finding => finding.Grade == EfiGrade.Firmware || finding.Fault.Code == "PE051");
    }

    [Fact]
    public void ShimRefusesSectionsThatAddUpToMoreThanTheFile()
    {
        var parts = new PeParts(PeImage.Read("good.efi", Good()));
        uint first = parts.Sections[1].PointerToRawData;
        parts.Sections[2] = parts.Sections[2] with { PointerToRawData = first, SizeOfRawData = (uint)parts.Length - first };

        var found = EfiRules.Judge(PeImage.Read("a.efi", parts.ToBytes())).First(finding => finding.Fault.Code == "PE046");

        Assert.Equal(EfiJudges.Signing | EfiJudges.Shim, found.RefusedBy);
    }

    /// <summary>GNU's objcopy leaves a count of 1 where there is no table.</summary>
    [Fact]
    public void ACountOfSymbolsWithoutATableIsNoTable()
    {
        var parts = new PeParts(PeImage.Read("good.efi", Good()));
        parts.FileHeader = parts.FileHeader with { SymbolTableOffset = 0, SymbolCount = 1 };

        Assert.DoesNotContain(EfiRules.Judge(PeImage.Read("a.efi", parts.ToBytes())), finding => finding.Fault.Code == "PE012");
    }

    /// <summary>Who signs a file fills it up to a multiple of 8 before the certificates.</summary>
    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void PaddingBeforeCertificatesIsNotAGap(byte filling, bool isTaken)
    {
        var parts = new PeParts(PeImage.Read("good.efi", Good()));
        AddCertificate(parts, 4);
        parts.Rest.Add((parts.Length - 20, new byte[] { filling, 0, 0, 0 }));

        Assert.Equal(isTaken, EfiRules.Judge(PeImage.Read("a.efi", parts.ToBytes())).All(finding => finding.Fault.Code != "PE024"));
    }

    /// <summary>A boot loader starts a kernel and only asks shim about its signature.</summary>
    [Fact]
    public void AKernelNeedsNoSbat()
    {
        var parts = new PeParts(PeImage.Read("kernel", EfiLinker.Link([SampleObject.Read(Machine.X64)]).Image!));
        parts.Dos = parts.Dos with { LinuxMark = 0x8182_23cd };

        Assert.Equal(
            EfiJudges.None,
            EfiRules.Judge(PeImage.Read("kernel", parts.ToBytes())).Single(finding => finding.Fault.Code == "PE061").RefusedBy);
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
        var parts = new PeParts(PeImage.Read("good.efi", Good()));
        for (int i = 0; i < 100; i++)
            parts.Sections = [.. parts.Sections, parts.Sections[1]];
        parts.FileHeader = parts.FileHeader with { SectionCount = (ushort)parts.Sections.Length };
        parts.SectionData = [.. parts.SectionData, .. new ReadOnlyMemory<byte>[100]];
        parts.Length += 1 << 16;

        var found = EfiRules.Judge(PeImage.Read("a.efi", parts.ToBytes())).Where(finding => finding.Fault.Code == "PE046").ToList();

        Assert.Equal(16, found.Count);
        Assert.EndsWith("; and 84 more of this kind", found[^1].Fault.Message, StringComparison.Ordinal);
    }

    private static byte[] Good() => EfiLinker.Link([SampleObject.Read(Machine.X64)], new()
    {
        Sbat = "sbat,1,SBAT Version,sbat,1,https://example.org\n"u8.ToArray(),
    }).Image!;

    private static void SetTable(PeParts parts, int offset, params ReadOnlySpan<byte> bytes)
    {
        byte[] table = parts.SectionData[4].ToArray();
        bytes.CopyTo(table.AsSpan(offset));
        parts.SectionData[4] = table;
    }

    private static void AddCertificate(PeParts parts, int shift, uint length = 16, int after = 0)
    {
        parts.Directories[4] = new() { Address = (uint)(parts.Length + shift), Length = 16 };
        parts.Rest.Add((parts.Length + shift, BitConverter.GetBytes(length)));
        parts.Length += shift + 16 + after;
    }

    [Theory]
    [InlineData("PE001", 0)]
    [InlineData("PE002", 61)]
    [InlineData("PE003", 0x40)]
    [InlineData("PE004", 0x58)]
    [InlineData("PE005", 0x54)]
    public void InvalidImagesAreRefusedWithTheOffset(string code, int offset)
    {
        byte[] image = EfiLinker.Link([SampleObject.Read(Machine.X64)]).Image!;
        image[offset] = (byte)(code == "PE005" ? 0 : 0x77);

        Assert.Equal(code, Assert.Throws<FaultException>(() => PeImage.Read("a.efi", image)).Fault.Code);
    }

    /// <summary>shim looks for data of such a section where its header points: at the headers.</summary>
    [Fact]
    public void ASectionOfZerosAloneIsMarkedAsThat()
    {
        var builder = new CoffBuilder(Machine.X64);
        short zeros = builder.Reserve(".bss", 64, 16);
        short text = builder.Section(".text", SampleObject.Code, [0x48, 0x8d, 0x05, 0, 0, 0, 0, 0xc3]);
        builder.Symbol("EfiMain", text);
        builder.Relocation(text, 3, (ushort)Amd64Relocation.Rel32, builder.Symbol("zeros", zeros));

        var image = PeImage.Read("a.efi", EfiLinker.Link([CoffObject.Read("a.obj", builder.ToBytes())]).Image);

        Assert.Equal(".data", image.SectionName(1));
        Assert.Equal(0u, image.Sections[1].SizeOfRawData);
        Assert.Empty(OurImages.Faults(image));
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
