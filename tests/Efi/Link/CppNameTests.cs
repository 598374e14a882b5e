using Bq2.Efi.Link;
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
    [InlineData("??$f@H@@YAXXZ", null)]                    // templates are left as they are
    [InlineData("_Z1fIiEvT_", null)]
    [InlineData("_ZN3BoxIiE3getEv", null)]
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

    [Fact]
    public void ALongNameEndsSoon() => Assert.Null(CppName.Read("_ZN" + string.Concat(Enumerable.Repeat("1a", 30_000)) + "E"));

    [Needs("clang")]
    [InlineData("int EfiMain() { return 0; }")]
    [InlineData("namespace app { int EfiMain() { return 0; } }")]
    public void AnEntryPointOfCppIsToldFromNone(string source)
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

        Assert.StartsWith("undefined symbol ns::missing (?missing@ns@@YAHH@Z), wanted by ns::here+", Assert.Single(EfiLinker.Link([program]).Faults).Message, StringComparison.Ordinal);
    }
}
