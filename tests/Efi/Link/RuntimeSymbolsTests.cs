using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Link;

/// <summary>The machine code that the linker brings, against what an assembler makes of the same instructions.</summary>
public sealed class RuntimeSymbolsTests
{
    [Needs("llvm-mc")]
    [InlineData(Machine.X64, "RuntimeSymbols.x86_64.s")]
    [InlineData(Machine.Arm64, "RuntimeSymbols.aarch64.s")]
    public void TheCodeIsWhatAnAssemblerMakesOfIt(Machine machine, string file)
    {
        string source = File.ReadAllText(Path.Combine(Repository.Root, "tests/Efi/Link", file));
        using var temp = new TempFolder();
        var assembled = Assembler.Assemble(temp, "stubs.obj", machine, source);
        var parts = RuntimeSymbols.For(machine).Where(part => !part.IsData).ToDictionary(part => part.Name);
        int found = 0;
        for (int i = 0; i < assembled.Sections.Length; i++)
        {
            string name = System.Text.Encoding.UTF8.GetString(assembled.SectionName(i));
            if (!name.StartsWith(".text$", StringComparison.Ordinal))
                continue;

            found++;
            var part = parts[name[".text$".Length..]];
            Assert.Equal(Convert.ToHexString(assembled.Data(i)), Convert.ToHexString(part.Bytes));
            Assert.Equal(part.Call?.Offset, assembled.Relocations(i) is [var call] ? call.Offset : null);
        }

        Assert.Equal(parts.Count, found);
    }

    [Theory]
    [InlineData("RhpNewFast", "new of a class")]
    [InlineData("RhpInitialDynamicInterfaceDispatch", "a call through an interface")]
    [InlineData("RhpThrowEx", "throw")]
    [InlineData("RhpSomethingNew", "a helper of NativeAOT's runtime")]
    public void AHelperThatIsMissingIsExplained(string helper, string words)
    {
        var builder = new CoffBuilder(Machine.X64);
        short text = builder.Section(".text", SampleObject.Code, new byte[8]);
        builder.Symbol("EfiMain", text);
        builder.Relocation(text, 1, (ushort)Amd64Relocation.Rel32, builder.Symbol(helper));

        var fault = Assert.Single(EfiLinker.Link([CoffObject.Read("a.obj", builder.ToBytes())]).Faults);

        Assert.Contains(words, fault.Hint, StringComparison.Ordinal);
    }
}
