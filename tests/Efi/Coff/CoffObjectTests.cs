using System.Text;
using Bq2.Efi;
using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;
using Bq2.Tests.Efi.Pe;

namespace Bq2.Tests.Efi.Coff;

public sealed class CoffObjectTests
{
    [Theory]
    [InlineData("\u007fELF\u0002", "ELF")]
    [InlineData("MZ\u0090", "PE image")]
    [InlineData("BC\u00c0\u00de", "bitcode")]
    [InlineData("!<arch>\n", "archive")]
    [InlineData("\0\0\u00ff\u00ff\0\0", "import object")]
    [InlineData("", "empty")]
    public void OtherFilesAreRefusedByName(string start, string name)
    {
        var refused = Assert.Throws<FaultException>(() => CoffObject.Read("a.obj", Encoding.Latin1.GetBytes(start)));

        Assert.Equal("COF000", refused.Fault.Code);
        Assert.Contains(name, refused.Fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnknownMachineIsShown()
    {
        var refused = Assert.Throws<FaultException>(
            () => CoffObject.Read("a.obj", new byte[] { 0x4c, 0x01, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }));

        Assert.Equal(
            """
            a.obj+0x0: COF002: machine 0x014c, expected 0x8664 (x86_64) or 0xaa64 (aarch64)
              try: is this a COFF object, compiled for windows or uefi?
              00000000  4c 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                        ^^ ^^
            """, refused.Fault.Show());
    }

    [Fact]
    public void LongNamesAreFoundInTheStringTable()
    {
        var builder = new CoffBuilder(Machine.X64);
        short section = builder.Section(".rdata$a_long_name", SectionTraits.InitializedData | SectionTraits.Read, [1, 2, 3]);
        builder.Symbol("a_symbol_with_a_long_name", section, 1);
        var read = CoffObject.Read("a.obj", builder.ToBytes());

        Assert.Equal(".rdata$a_long_name", Encoding.UTF8.GetString(read.SectionName(0)));
        Assert.Equal("a_symbol_with_a_long_name", Encoding.UTF8.GetString(read.SymbolName(0)));
        Assert.Equal([1, 2, 3], read.Data(0).ToArray());
    }

    [Theory]
    [InlineData(65_536, null)]
    [InlineData(65_537, "COF013")]
    public void ANameHasALimit(int length, string? code)
    {
        var builder = new CoffBuilder(Machine.X64);
        builder.Symbol("a_name_before_it");
        builder.Symbol(new string('n', length));
        builder.Symbol("a_name_behind_it");
        byte[] bytes = builder.ToBytes();

        var refused = Record.Exception(() => CoffObject.Read("a.obj", bytes));

        Assert.Equal(code, (refused as FaultException)?.Fault.Code);
    }

    [Fact]
    public void ASectionWithoutItsDataIsRefused()
    {
        byte[] bytes = SampleObject.Make(Machine.X64);
        BitConverter.GetBytes(0).CopyTo(bytes, 20 + 20);   // the first section's offset of data

        var refused = Assert.Throws<FaultException>(() => CoffObject.Read("a.obj", bytes));

        Assert.Equal(("COF012", 36L), (refused.Fault.Code, refused.Fault.Offset));
    }

    /// <summary>Whatever the bytes, the linker answers with faults, or with an image that keeps firmware's rules; and soon.</summary>
    [Theory, Trait(Fuzzing.Category, Fuzzing.Fuzz)]
    [InlineData(Machine.X64, 1)]
    [InlineData(Machine.Arm64, 2)]
    public void SpoiledObjectsAreFaultsAndNothingElse(Machine machine, int seed) =>
        SpoilAndLink(SampleObject.Make(machine), seed, 20_000);

    /// <summary>
    /// What the compiler of the loader made has all that compilers make; most of its bytes are code, which may be anything.
    /// </summary>
    [Theory, Trait(Fuzzing.Category, Fuzzing.Fuzz)]
    [InlineData(Machine.X64, 3)]
    [InlineData(Machine.Arm64, 4)]
    public void SpoiledObjectsOfACompilerAreFaultsAndNothingElse(Machine machine, int seed) =>
        SpoilAndLink(File.ReadAllBytes(Repository.LoaderObject(machine)), seed, 1_000);

    private static void SpoilAndLink(byte[] good, int seed, int rounds)
    {
        var random = Fuzzing.Random(seed);
        int refused = 0;
        for (int round = 0; round < rounds; round++)
        {
            byte[] bytes = Fuzzing.Spoil(good, random);
            try
            {
                if (EfiLinker.Link([CoffObject.Read("a.obj", bytes)]).Image is { } image)
                    Assert.Empty(OurImages.FaultsBesidesCode(PeImage.Read("a.efi", image)));
                else
                    refused++;
            }
            catch (FaultException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, rounds / 20, rounds - 1);
    }
}
