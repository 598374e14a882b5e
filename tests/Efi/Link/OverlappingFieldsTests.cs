using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Link;

public sealed class OverlappingFieldsTests
{
    [Theory]
    [InlineData(8, null)]
    [InlineData(7, "LNK033")]
    [InlineData(1, "LNK033")]
    public void FirmwareIsNotAskedToMoveAByteTwice(uint distance, string? code)
    {
        var builder = new CoffBuilder(Machine.X64);
        uint entry = builder.Symbol("EfiMain", builder.Section(".text", SampleObject.Code, [0xc3]));
        short data = builder.Section(".data", SampleObject.Data, new byte[24]);
        builder.Relocation(data, 0, (ushort)Amd64Relocation.Addr64, entry);
        builder.Relocation(data, distance, (ushort)Amd64Relocation.Addr64, entry);

        var link = EfiLinker.Link([CoffObject.Read("a.obj", builder.ToBytes())]);

        Assert.Equal(code ?? "", link.Faults.SingleOrDefault().Code);
        Assert.Equal(code is null, link.Image is not null);
    }
    [Theory]
    [InlineData(13u, "LNK033", "the address in table+0x8 and the one 5 bytes behind it overlap")]
    [InlineData(1000u, "LNK014", "the Addr64 relocation in table+0x3e8, at .data+0x3e8, to EfiMain does not lie inside its section")]
    public void TheObjectIsNamedAndThePlace(uint offset, string code, string message)
    {
        var builder = new CoffBuilder(Machine.X64);
        uint entry = builder.Symbol("EfiMain", builder.Section(".text", SampleObject.Code, [0xc3]));
        short data = builder.Section(".data", SampleObject.Data, new byte[24]);
        builder.Symbol("table", data);
        foreach (uint at in new uint[] { 8, offset, offset + 1 })
            builder.Relocation(data, at, (ushort)Amd64Relocation.Addr64, entry);

        var fault = EfiLinker.Link([CoffObject.Read("a.obj", builder.ToBytes())]).Faults[0];

        Assert.Equal(("a.obj", code, message), (fault.Path, fault.Code, fault.Message));
    }
}
