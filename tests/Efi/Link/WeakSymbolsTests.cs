using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Link;

/// <summary>Weak definitions and references of a compiler, resolved as lld-link resolves them.</summary>
public sealed class WeakSymbolsTests
{
    private const string Judges = "lld-link clang llvm-ar";

    // Of each file one function or its wish: what is strong wins among objects, and an archive is asked for what no object has.
    [Needs(Judges)]
    [InlineData("calls weak", 0x111)]
    [InlineData("weak calls", 0x111)]
    [InlineData("calls weak strong", 0x333)]
    [InlineData("strong calls weak", 0x333)]
    [InlineData("calls weak strong.lib", 0x111)]
    [InlineData("weak strong.lib calls", 0x111)]
    [InlineData("calls strong.lib", 0x333)]
    [InlineData("calls weak.lib", 0x111)]
    [InlineData("calls strong.lib weak.lib", 0x333)]
    [InlineData("calls weak.lib strong.lib", 0x111)]
    [InlineData("calls_if strong", 0x333)]
    [InlineData("calls_if", 0x444)]
    [InlineData("calls_if strong.lib", 0x444)]
    [InlineData("calls_other alternate", 0x555)]
    [InlineData("calls_other alternate strong.lib", 0x333)]
    public void WeakDefinitionsGiveWayAsWithLld(string files, int expected)
    {
        using var temp = new TempFolder();
        var objects = new List<CoffObject>();
        var libraries = new List<string>();
        foreach (string file in files.Split(' '))
        {
            var made = Assembler.Compile(temp, file + ".obj", Machine.X64, WeakSource(file.Replace(".lib", "", StringComparison.Ordinal)));
            if (file.EndsWith(".lib", StringComparison.Ordinal))
                libraries.Add(Library(temp[file], made));
            else
                objects.Add(made);
        }

        var link = EfiLinker.Link(objects, Lld.Options with { Libraries = [.. libraries.Select(CoffArchive.Read)] });

        Lld.AssertSameSections(Machine.X64, Lld.Link(temp, [.. objects.Select(o => o.Path), .. libraries]), link);
        Assert.True(link.Image.AsSpan().IndexOf(BitConverter.GetBytes(expected)) >= 0);
    }

    private static string Library(string path, CoffObject member)
    {
        RealTool.LlvmAr.Run("rcs", path, member.Path).Accepts();
        return path;
    }

    private static string WeakSource(string file) => file switch
    {
        "calls" => """extern "C" int f(); extern "C" int EfiMain() { return f(); }""",
        "calls_if" => """extern "C" __attribute__((weak)) int f(); extern "C" int EfiMain() { return f ? f() : 0x444; }""",
        "calls_other" => """
            #pragma comment(linker, "/alternatename:f=other")
            extern "C" int f(); extern "C" int EfiMain() { return f(); }
            """,
        "alternate" => """extern "C" int other() { return 0x555; }""",
        "weak" => """extern "C" __attribute__((weak)) int f() { return 0x111; }""",
        "strong" => """extern "C" int f() { return 0x333; }""",
        _ => throw new ArgumentException(file),
    };
}
