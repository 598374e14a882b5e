using Bq2.Efi.Coff;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi;

/// <summary>A small object with code, constants, data and reserved room, that links by itself.</summary>
internal static class SampleObject
{
    public const SectionTraits Code = SectionTraits.Code | SectionTraits.Execute | SectionTraits.Read;
    public const SectionTraits Constants = SectionTraits.InitializedData | SectionTraits.Read;
    public const SectionTraits Data = Constants | SectionTraits.Write;

    public static byte[] Make(Machine machine)
    {
        ushort address64 = machine == Machine.X64 ? (ushort)Amd64Relocation.Addr64 : (ushort)Arm64Relocation.Addr64;
        var builder = new CoffBuilder(machine);
        short text = builder.Section(".text", Code, [0xc3, 0, 0, 0, 0, 0, 0, 0]);
        short constants = builder.Section(".rdata", Constants, new byte[16]);
        short data = builder.Section(".data$of_some_length", Data, new byte[24]);
        uint entry = builder.Symbol("EfiMain", text);
        uint table = builder.Symbol("a_table_of_addresses", constants);
        builder.Symbol("Loader__SomeVariable", data);
        builder.Relocation(constants, 0, address64, entry);
        builder.Relocation(constants, 8, address64, table);
        builder.Relocation(data, 16, address64, table);
        return builder.ToBytes();
    }

    public static CoffObject Read(Machine machine) => CoffObject.Read("sample.obj", Make(machine));
}
