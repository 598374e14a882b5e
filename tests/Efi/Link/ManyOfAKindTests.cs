using System.Diagnostics;
using System.Text;
using Bq2.Efi.Link;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Link;

/// <summary>
/// Objects with tens of thousands of what there is usually a handful of. The time they take grows with their number and
/// not with its square, which for most of these was ten seconds to half a minute.
/// </summary>
public sealed class ManyOfAKindTests
{
    private const int Count = 60_000;

    // The first hundred are named, and one more fault says that there are others.
    private const int Named = 101;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(8);

    [Needs("llvm-mc")]
    [InlineData("relocations that are refused", Named)]
    [InlineData("undefined symbols", Named)]
    [InlineData("merges, one into the next", Named)]
    [InlineData("merges in a circle", 2)]
    [InlineData("sections that go with the one before", 0)]
    [InlineData("sections that go with the one behind", 0)]
    [InlineData("names to include", Named - 1)]
    [InlineData("alternate names", Named)]
    public void ManyOfAKindAreLinkedQuickly(string kind, int faults)
    {
        using var temp = new TempFolder();
        var made = Assembler.Assemble(temp, "a.obj", Machine.X64, ".text\n.globl EfiMain\nEfiMain: ret\n" + Source(kind));
        var clock = Stopwatch.StartNew();

        var link = EfiLinker.Link([made]);

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, s_patience);
        Assert.Equal(faults, link.Faults.Count);
    }

    private static string Source(string kind) => kind switch
    {
        "relocations that are refused" => ".data\nfar: .quad 1\n" + Lines(i => $".globl d{i}\nd{i}: .long far"),
        "undefined symbols" => ".data\n" + Lines(i => $".globl d{i}\nd{i}: .quad nobody{i}"),
        "merges, one into the next" => Directives(i => $"/merge:.m{i}=.m{i + 1}") + Lines(i => $".section .m{i},\"dr\"\n.byte 1"),
        "merges in a circle" =>
            ".section .drectve,\"yn\"\n.ascii \"/merge:.m=.n /merge:.n=.m\"\n.section .m,\"dr\"\n.byte 1\n.section .n,\"dr\"\n.byte 1\n",
        "sections that go with the one before" => ParentOf(0) + Lines(i => Child(i + 1, i)),
        "sections that go with the one behind" => Lines(i => Child(i, i + 1)) + ParentOf(Count),
        "names to include" => Directives(i => $"/include:nobody{i}"),
        "alternate names" => Directives(i => $"/alternatename:nobody{i}=other{i}") + ".data\n" + Lines(i => $".quad nobody{i}"),
        _ => throw new ArgumentException(kind),
    };

    private static string ParentOf(int i) => $".section .rdata,\"dr\",one_only,c{i}\n.globl c{i}\nc{i}: .byte 1\n";

    private static string Child(int i, int parent) => $".section .rdata$more,\"dr\",associative,c{parent}\n.globl c{i}\nc{i}: .byte 1";

    private static string Directives(Func<int, string> word) => $".section .drectve,\"yn\"\n{Lines(i => $".ascii \" {word(i)}\"")}";

    private static string Lines(Func<int, string> line)
    {
        var text = new StringBuilder();
        for (int i = 0; i < Count; i++)
            text.Append(line(i)).Append('\n');
        return text.ToString();
    }
}
