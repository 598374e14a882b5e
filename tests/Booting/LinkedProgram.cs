using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;
using Bq2.Tests.Efi.Pe;

namespace Bq2.Tests.Booting;

/// <summary>The C and C++ program in Linked/: three objects, and an archive with two members that are used and one that is not.</summary>
internal static class LinkedProgram
{
    public static string[] Objects { get; } = [.. new[] { "main.cpp", "second.cpp", "third.c" }.Select(PathOf)];

    public static string[] Members { get; } = [.. new[] { "unwanted.c", "library.c", "deeper.c" }.Select(PathOf)];

    /// <summary>The object of one of its files, compiled with these options besides those that it needs.</summary>
    public static CoffObject Compile(TempFolder temp, Machine machine, string file, params string[] options) =>
        Assembler.CompileFile(temp, Path.GetFileName(file) + ".obj", machine, file, ["-fcommon", "-fstack-protector-strong", .. options]);

    public static byte[] Link(Machine machine, params string[] options)
    {
        using var temp = new TempFolder();
        CoffObject[] objects = [.. Objects.Select(file => Compile(temp, machine, file, options))];
        RealTool.LlvmAr.Run(["rcs", temp["some.lib"], .. Members.Select(file => Compile(temp, machine, file, options).Path)]).Accepts();

        var link = EfiLinker.Link(objects, new() { Libraries = [CoffArchive.Read(temp["some.lib"])] });

        Assert.Empty(link.Faults);
        LibObjectFileJudge.Accepts(link.Image!);
        return link.Image!;
    }

    private static string PathOf(string name) => Path.Combine(Repository.Root, "tests/Booting/Linked", name);
}
