using System.Runtime.InteropServices;
using Bq2.Efi;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Pe;

/// <summary>Each rule, seen to say no when one field is spoiled.</summary>
public sealed class EfiRulesTests
{
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
        ["PE030"] = (EfiJudges.Firmware | EfiJudges.Shim, p => SoundImage.SetTable(p, 4, 0)),
        ["PE031"] = (EfiJudges.Firmware | EfiJudges.Shim, p => SoundImage.SetTable(p, 9, 0xb0)),
        ["PE032"] = (EfiJudges.Firmware | EfiJudges.Shim, p => SoundImage.SetTable(p, 2, 0x50)),
        ["PE033"] = (EfiJudges.Firmware, p => SoundImage.SetTable(p, 8, 0x07)),
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
        ["PE051"] = (EfiJudges.None, p => SoundImage.SetTable(p, 0, 0x02, 0x10)),
        ["PE052"] = (EfiJudges.Shim, p => p.Sections[1] = p.Sections[1] with { Name = p.Sections[4].Name }),
        ["PE053"] = (EfiJudges.Shim, p => p.Directories[5].Address = p.Sections[1].VirtualAddress),
        ["PE054"] = (EfiJudges.None, p => SoundImage.SetTable(p, 4, 10)),
        ["PE055"] = (EfiJudges.Firmware | EfiJudges.Shim, p => SoundImage.SetTable(p, 2, 0x50)),
        ["PE056"] = (EfiJudges.None, p => SoundImage.SetTable(p, 9, 0x30)),
        ["PE057"] = (EfiJudges.None, p => SoundImage.SetTable(p, 9, 0xaf)),
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
        ["PE068"] = (EfiJudges.None, p => SoundImage.AddCertificate(p, 4)),
        ["PE069"] = (EfiJudges.Shim | EfiJudges.Signing, p => SoundImage.AddCertificate(p, 0, after: 8)),
        ["PE070"] = (EfiJudges.Shim, p => SoundImage.AddCertificate(p, 0, length: 99)),
    };

    [Theory, MemberData(nameof(Codes))]
    public void ASpoiledFieldBreaksItsRule(string code)
    {
        var (judges, spoil) = s_mutants[code];
        var parts = new PeParts(PeImage.Read("good.efi", SoundImage.Bytes()));
        spoil(parts);

        var found = EfiRules.Judge(PeImage.Read("a.efi", parts.ToBytes())).First(finding => finding.Fault.Code == code);

        Assert.Equal(judges, found.RefusedBy);
        Assert.NotNull(found.Fault.Offset);
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
}
