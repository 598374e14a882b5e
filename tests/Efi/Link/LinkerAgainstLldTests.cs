using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Link;

/// <summary>The same objects through lld-link and through ours: each section holds the same bytes.</summary>
public sealed class LinkerAgainstLldTests
{
    private const string Amd64Source = """
        .text
        .globl EfiMain
        EfiMain:
            leaq numbers+5(%rip), %rax
            movl $7, numbers(%rip)
            movb $7, numbers(%rip)
            movw $7, numbers(%rip)
            call other
            ret
        .section .text$later,"xr"
        .globl other
        other:
            jmp EfiMain
        .section .managedcode$I,"xr"
            call other
        .data
        numbers:
            .quad numbers+3
            .quad EfiMain
            .long EfiMain@IMGREL
            .secrel32 second
            .secidx second
            .balign 4
            .long other-.
        .section .rdata$zz,"dr"
        second: .quad other
        .section .rdata$aa,"dr"
        first: .quad second
        .bss
            .zero 100
        room: .zero 8
        .section .modules$I,"dr"
            .quad room
        """;

    private const string Arm64Source = """
        .text
        .globl EfiMain
        EfiMain:
            adrp x0, numbers
            add x0, x0, :lo12:numbers
            ldr x1, [x0, :lo12:second]
            ldr q0, [x0, :lo12:wide]
            adr x2, EfiMain
            bl other
            cbz x0, other
            tbz x0, #3, other
            ret
        .section .text$later,"xr"
        .globl other
        other:
            b EfiMain
        .data
        .balign 16
        wide: .quad 1, 2
        numbers:
            .quad numbers+3
            .quad EfiMain
            .long EfiMain@IMGREL
            .secrel32 second
            .secidx second
            .balign 4
            .long other-.
        .section .rdata$zz,"dr"
        .balign 8
        second: .quad other
        .bss
            .zero 100
        room: .zero 8
        """;

    [Needs("lld-link llvm-mc")]
    [InlineData(Machine.X64, Amd64Source)]
    [InlineData(Machine.Arm64, Arm64Source)]
    public void AssemblyLinksToTheSameBytes(Machine machine, string source)
    {
        using var temp = new TempFolder();
        var assembled = Assembler.Assemble(temp, "a.obj", machine, source);

        AssertSameSections(machine, Theirs(temp, assembled.Path), Ours(assembled));
    }

    [Needs("lld-link llvm-mc")]
    [InlineData(Machine.X64, Amd64Source)]
    public void AndADifferenceWouldBeSeen(Machine machine, string source)
    {
        using var temp = new TempFolder();
        var other = Assembler.Assemble(temp, "b.obj", machine, source.Replace("numbers+5", "numbers+6", StringComparison.Ordinal));
        var assembled = Assembler.Assemble(temp, "a.obj", machine, source);

        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => AssertSameSections(machine, Theirs(temp, other.Path), Ours(assembled)));
    }

    /// <summary>What the compiler of the loader made; eng/build.sh leaves it where it was linked from.</summary>
    [Needs("lld-link")]
    [InlineData(Machine.X64)]
    [InlineData(Machine.Arm64)]
    public void TheLoaderLinksToTheSameBytes(Machine machine)
    {
        using var temp = new TempFolder();
        var compiled = CoffObject.Read(Repository.LoaderObject(machine));
        string cookie = temp["cookie.obj"];
        File.WriteAllBytes(cookie, SuppliedObject(machine));

        AssertSameSections(machine, Theirs(temp, compiled.Path, cookie), EfiLinker.Link([compiled, CoffObject.Read(cookie)], s_asLld));
    }

    // lld has nothing of its own for these; handed to both, they are out of the comparison.
    private static byte[] SuppliedObject(Machine machine)
    {
        var builder = new CoffBuilder(machine);
        builder.Symbol("__security_cookie", builder.Section(".data", SampleObject.Data, new byte[8]));
        builder.Symbol("RhpStackProbe", builder.Section(".text", SampleObject.Code, [0xc3]));
        return builder.ToBytes();
    }

    // What folds, folds differently: lld takes code as well.
    private static readonly LinkOptions s_asLld = new() { Fold = false };

    private static LinkResult Ours(params CoffObject[] linked) => EfiLinker.Link(linked, s_asLld);

    private static PeImage Theirs(TempFolder temp, params string[] objects)
    {
        RealTool.LldLink.Run([
            $"/out:{temp["lld.efi"]}", "/base:0", "/subsystem:efi_application", "/entry:EfiMain", "/nodefaultlib", "/opt:ref,noicf",
            "/merge:.managedcode=.text", "/merge:.unbox=.text", "/merge:.modules=.rdata", "/merge:hydrated=.data", .. objects,
        ]).Accepts();
        return PeImage.Read(temp["lld.efi"]);
    }

    private static void AssertSameSections(Machine machine, PeImage theirs, LinkResult link)
    {
        Assert.Empty(link.Faults);
        var ours = PeImage.Read("ours", link.Image);
        Assert.Equal(theirs.OptionalHeader.AddressOfEntryPoint, ours.OptionalHeader.AddressOfEntryPoint);
        Assert.Equal(Describe(theirs), Describe(ours));
        for (int i = 0; i < ours.FileHeader.SectionCount; i++)
            AssertSameBytes(ours.SectionName(i), theirs.Data(i), Normalised(machine, ours.Data(i), theirs.Data(i)));
    }

    private static void AssertSameBytes(string section, ReadOnlySpan<byte> theirs, ReadOnlySpan<byte> ours)
    {
        int same = theirs.CommonPrefixLength(ours);
        Assert.True(same == theirs.Length, $"{section} differs from 0x{same:x} on");
    }

    // Between functions lld puts int3 on both machines; ours are zeros on AArch64, where that is an undefined instruction.
    private static byte[] Normalised(Machine machine, ReadOnlySpan<byte> ours, ReadOnlySpan<byte> theirs)
    {
        byte[] bytes = ours.ToArray();
        for (int i = 0; machine == Machine.Arm64 && i < bytes.Length && i < theirs.Length; i++)
            bytes[i] = bytes[i] == 0 && theirs[i] == 0xcc ? (byte)0xcc : bytes[i];
        return bytes;
    }

    private static string[] Describe(PeImage image) =>
        [.. Enumerable.Range(0, image.FileHeader.SectionCount).Select(i => image.Sections[i] is var s
            ? $"{image.SectionName(i)} at {s.VirtualAddress:x}, {s.VirtualSize:x} long, {s.SizeOfRawData:x} stored, {s.Characteristics:x}" : "")];
}
