using System.Text;
using Bq2.Efi.Link;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Link;

/// <summary>Objects with more sections than sixteen bits can number.</summary>
public sealed class ManySectionsTests
{
    [Needs("llvm-mc lld-link")]
    [InlineData(Machine.X64, 40_000)]     // more than sixteen bits with a sign can number
    [InlineData(Machine.X64, 66_000)]     // and than those without: the object is a big one
    public void ManySectionsAreReadLikeFew(Machine machine, int count)
    {
        using var temp = new TempFolder();
        var source = new StringBuilder(".text\n.globl EfiMain\nEfiMain: ret\n");
        source.Append(System.Globalization.CultureInfo.InvariantCulture, $".quad f{count - 1}\n");
        for (int i = 0; i < count; i++)
        {
            source.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $".section .rdata$f{i:d5},\"dr\",one_only,f{i}\n.globl f{i}\nf{i}: .quad {i}\n");
        }

        var big = Assembler.Assemble(temp, "big.obj", machine, source.ToString());

        Assert.True(big.Sections.Length > count);
        Lld.AssertSameSections(machine, Lld.Link(temp, big.Path), Lld.LikeLld(big));
        Lld.AssertSameSections(
            machine, Lld.Link(temp, big.Path, "/opt:noref"), EfiLinker.Link([big], Lld.Options with { Collect = false }));
    }
}
