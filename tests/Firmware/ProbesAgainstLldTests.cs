using Bq2.Efi.Coff;
using Bq2.Efi.Elf;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;
using Bq2.Tests.Efi;
using Bq2.Tests.Efi.Link;

namespace Bq2.Tests.Cellar;

/// <summary>What ilc makes of every feature of C#, through lld-link and through ours: each section holds the same bytes.</summary>
public sealed class ProbesAgainstLldTests
{
    [Needs("lld-link")]
    [InlineData(Machine.X64, "Probes")]
    [InlineData(Machine.Arm64, "Probes")]
    [InlineData(Machine.X64, "Failing")]
    [InlineData(Machine.Arm64, "Failing")]
    public void EveryFeatureLinksToTheSameBytes(Machine machine, string folder)
    {
        using var temp = new TempFolder();
        File.WriteAllBytes(temp["a.obj"], FirmwareProgram.Of(folder, machine).Object);
        File.WriteAllBytes(temp["supplied.obj"], SuppliedObject(machine));

        Lld.AssertSameSections(machine, Lld.Link(temp, temp["a.obj"], temp["supplied.obj"]),
            Lld.LikeLld(CoffObject.Read(temp["a.obj"]), CoffObject.Read(temp["supplied.obj"])));
    }

    // lld has none of what our linker brings, and the names are left out; handed to both, they are out of the comparison.
    private static byte[] SuppliedObject(Machine machine)
    {
        var builder = RuntimeSymbols.MakeObject(machine, RuntimeSymbols.For(machine).Where(part => part.Name != ElfProgram.Entry));
        builder.Symbol("bq2_names", builder.Section(".data", SampleObject.Data, new byte[8]));
        builder.Symbol("bq2_enums", builder.Section(".data", SampleObject.Data, new byte[8]));
        return builder.ToBytes();
    }
}
