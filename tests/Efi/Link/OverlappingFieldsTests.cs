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

        Assert.Equal(code, link.Faults.SingleOrDefault().Code);
        Assert.Equal(code is null, link.Image is not null);
    }
}
