using System.Globalization;
using System.Text;
using Bq2.Efi.Link;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Link.Names;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Link;

/// <summary>Names of C++ as people wrote them, and what is said where the entry point has one.</summary>
public sealed class CppNameTests
{
    [Theory]
    [InlineData("_Z1fv", "f")]
    [InlineData("_ZN2ns5inner1fEi", "ns::inner::f")]
    [InlineData("_ZNK3Box3getEv", "Box::get")]
    [InlineData("_ZN3BoxC2Ev", "Box::Box")]
    [InlineData("_ZN3BoxD0Ev", "Box::~Box")]
    [InlineData("_ZN12_GLOBAL__N_11fEv", "(anonymous namespace)::f")]
    [InlineData("_ZSt9terminatev", "std::terminate")]
    [InlineData("_Znwm", "operator new")]
    [InlineData("_ZN4core9panicking5panic17h0123456789abcdefE", "core::panicking::panic")]
    [InlineData("?f@@YAXXZ", "f")]
    [InlineData("?f@inner@ns@@YAHH@Z", "ns::inner::f")]
    [InlineData("??0Box@ns@@QEAA@XZ", "ns::Box::Box")]
    [InlineData("??1Box@@UEAA@XZ", "Box::~Box")]
    [InlineData("?f@Box@2@SAXXZ", null)]                   // a part that is repeated must have come before
    [InlineData("?f@a@b@1@YAXXZ", "a::b::a::f")]
    [InlineData("??2@YAPEAX_K@Z", "operator new")]
    [InlineData("??_V@YAXPEAX@Z", "operator delete[]")]
    [InlineData("?f@?A0x12345678@@YAXXZ", "(anonymous namespace)::f")]
    [InlineData("??$f@H@@YAXXZ", "f<int>")]
    [InlineData("_Z1fIiEvT_", "f<int>")]
    [InlineData("_ZN3BoxIiE3getEv", "Box<int>::get")]
    [InlineData("??_C@_03GBBIHDEJ@foo?$AA@", null)]
    [InlineData("_Z", null)]
    [InlineData("_ZN", null)]
    [InlineData("_Z99f", null)]
    [InlineData("_Z99999999999f", null)]
    [InlineData("_ZNE", null)]
    [InlineData("_ZN1f", null)]
    [InlineData("?", null)]
    [InlineData("??", null)]
    [InlineData("??0", null)]
    [InlineData("??0@@", null)]
    [InlineData("?@", null)]
    [InlineData("?f", null)]
    [InlineData("?9@@", null)]
    [InlineData("EfiMain", null)]
    [InlineData("", null)]
    public void NamesAreReadAsFarAsThatIsSound(string name, string? expected) => Assert.Equal(expected, CppName.Read(name));

    [Theory]
    [InlineData("_ZN", "1a", "E")]              // more parts than anyone writes
    [InlineData("_Z1fI", "1gI", "")]            // templates in templates
    [InlineData("_Z1fI", "P", "iE")]
    [InlineData("_Z1fI1gIiiE", "S0_S1_I", "")]
    [InlineData("?f", "?$a@", "")]
    [InlineData("??$f@", "PEA", "H@@YAXXZ")]
    public void ALongNameEndsSoon(string start, string repeated, string end)
    {
        Assert.Null(CppName.Read(start + string.Concat(Enumerable.Repeat(repeated, 30_000)) + end));
        Assert.Null(CppName.Read(start + string.Concat(Enumerable.Repeat(repeated, 500)) + end));
    }

    // Each template names the one before twice: twenty-five of them would be a text of 64 MB.
    [Fact]
    public void ANameThatDoublesItselfIsLeftAsItIs()
    {
        const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        var name = new StringBuilder("_Z1fI1aIiiE");
        for (int i = 0; i < 25; i++)
            name.Append(CultureInfo.InvariantCulture, $"S0_IS{Digits[i + 1]}_S{Digits[i + 1]}_E");
        Assert.Null(CppName.Read(name + "EvT_"));
    }

    [Needs("clang")]
    [InlineData("int EfiMain() { return 0; }")]
    [InlineData("namespace app { int EfiMain() { return 0; } }")]
    public void ACppEntryPointIsDistinguishedFromNone(string source)
    {
        using var temp = new TempFolder();
        var program = Assembler.Compile(temp, "a.obj", Machine.X64, source);

        var fault = Assert.Single(EfiLinker.Link([program]).Faults);

        Assert.Equal(("LNK043", program.Path), (fault.Code, fault.Path));
        Assert.Contains("extern \"C\"", fault.Hint, StringComparison.Ordinal);
        Assert.DoesNotContain("C#", fault.Hint, StringComparison.Ordinal);
    }

    [Needs("clang")]
    [InlineData(Machine.X64)]
    public void FaultsNameWhatWasWrittenAndWhatItBecame(Machine machine)
    {
        using var temp = new TempFolder();
        var program = Assembler.Compile(temp, "a.obj", machine, """
            namespace ns { int missing(int); int here(int x) { return missing(x) + 1; } }
            extern "C" int EfiMain() { return ns::here(1); }
            """);

        Assert.StartsWith(
            "undefined symbol ns::missing (?missing@ns@@YAHH@Z), wanted by ns::here+",
            Assert.Single(EfiLinker.Link([program]).Faults).Message, StringComparison.Ordinal);
    }
}
