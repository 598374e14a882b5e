using Bq2.Efi;
using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Link;

public sealed class LinkMapTests
{
    [Theory]
    [InlineData(Machine.X64)]
    [InlineData(Machine.Arm64)]
    public void EveryAddressLeadsBackToItsSymbol(Machine machine)
    {
        var link = EfiLinker.Link([CoffObject.Read(Repository.LoaderObject(machine))], new() { Map = true });
        var map = LinkMap.Parse("loader.map", link.Map!.ToString());

        Assert.Equal(link.Map.Symbols, map.Symbols);
        Assert.Equal(
            "firmware_Bq2_Loader_EfiMain__Main",
            map.Find(PeImage.Read("loader", link.Image).OptionalHeader.AddressOfEntryPoint)!.Name);
        Assert.All(
            map.Symbols.Where(symbol => symbol.Length > 0),
            symbol => Assert.Equal(symbol.Address, map.Find(symbol.Address + symbol.Length - 1)!.Address));
        Assert.Null(map.Find(0xfff));
        Assert.Contains(map.Types, type => type.Name == "firmware_Bq2_Loader_Kernel" && type.Members > 3);
    }

    [Fact]
    public void ASymbolEndsWhereTheNextOneBeginsOrWithItsSection()
    {
        var map = EfiLinker.Link([SampleObject.Read(Machine.X64)], new() { Map = true }).Map!;

        Assert.Equal(
            [(0x1000u, 8u, "EfiMain"), (0x2000u, 16u, "a_table_of_addresses"), (0x3000u, 24u, "Loader__SomeVariable")],
            map.Symbols.Select(symbol => (symbol.Address, symbol.Length, symbol.Name)));
        Assert.Equal([".text", ".rdata", ".data", ".reloc"], map.Sections.Select(section => section.Name));
    }

    [Theory]
    [InlineData("nothing of the kind", "MAP001")]
    [InlineData("address  length   section  name\n00001000 zz .text x\n", "MAP002")]
    public void FilesThatAreNotMapsAreRefused(string text, string code) =>
        Assert.Equal(code, Assert.Throws<FaultException>(() => LinkMap.Parse("a.map", text)).Fault.Code);
}
