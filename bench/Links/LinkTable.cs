using Bq2.Bench.Whole;

namespace Bq2.Bench.Links;

/// <summary>
/// Is a whole link faster than that of lld-link 19? Side by side on the same objects with the same options, process start included.
/// The floor of a row is `cat` of its input. Last, what a link costs inside a program, which starts nothing.
/// </summary>
internal static class LinkTable
{
    // What ilc calls its sections, as our linker places them without being told.
    private const string Merges = "/merge:.managedcode=.text /merge:.unbox=.text /merge:.modules=.rdata /merge:hydrated=.data";

    /// <summary>Measures in a folder in which bench/make-objects.sh and bench/make-ilc-object.sh have left their objects.</summary>
    public static void Run(string folder, string program)
    {
        string image = Path.Combine(folder, "out.efi");
        var objects = File.ReadLines(Path.Combine(folder, "c/objects.txt")).Select(name => Path.Combine(folder, "c", name));
        string many = string.Join(' ', objects);
        string large = $"{folder}/ilc/large.obj {folder}/ilc/runtime.obj";

        Row.Head(Console.Out);
        Side("60 objects of clang, collected and folded", many, "", "/opt:ref,icf", 0.42, 9).Measure(Console.Out);
        Side("60 objects of clang, neither", many, "--no-collect --no-fold", "/opt:noref,noicf", 0.55, 9).Measure(Console.Out);
        Side("one large object of ilc", large, "", "/opt:ref,icf " + Merges, 0.7, 15).Measure(Console.Out);
        InProcess.Run(Path.Combine(folder, "ilc/large.obj"), Path.Combine(folder, "ilc/runtime.obj"));

        Row Side(string work, string objects, string ourWords, string theirWords, double goal, int runs) => new(
            work,
            $"{program} efi link -q --name '' {ourWords} {objects} -o {image}",   // no name for crash logs: lld-link writes none either
            $"lld-link-19 {objects} /out:{image} /base:0 /subsystem:efi_application /entry:EfiMain /nodefaultlib {theirWords}",
            $"cat {objects} > {image}") { Goal = goal, Makes = [image], Runs = runs };
    }
}
