using System.Buffers.Binary;
using System.Globalization;
using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Link;

/// <summary>
/// Branches of AArch64 whose fields do not reach their targets: followed instruction by instruction, as the processor would.
/// </summary>
public sealed class ThunkTests
{
    // A call to code behind 200 MiB of room: no file holds these.
    private const string FarCall = """
        .text
        .globl EfiMain
        EfiMain:
            bl far
            bl far
            bl far+4
            ret
        .bss
        .zero 200 << 20
        .section .zfar,"xr"
        .globl far
        far: ret
            b EfiMain

        """;

    [Needs("llvm-mc")]
    [InlineData(0, "far", 0)]
    [InlineData(4, "far", 0)]
    [InlineData(8, "far", 4)]
    public void ACallGoesAsFarAsItMust(int at, string name, int behind)
    {
        using var temp = new TempFolder();
        var link = Link(Assembler.Assemble(temp, "a.obj", Machine.Arm64, FarCall));
        var image = PeImage.Read("a.efi", link.Image);

        Assert.Equal(Address(link, name) + (uint)behind, Follow(image, image.OptionalHeader.AddressOfEntryPoint + (uint)at));
        Assert.Equal(Address(link, "EfiMain"), Follow(image, Address(link, "far") + 4));
        // one thunk for two calls, another for what lies behind
        Assert.Equal(4 * sizeof(uint) + 2 * 12, (int)image.Sections[0].VirtualSize);
    }

    /// <summary>lld makes thunks of the same three instructions; where one is needed it puts it at the same place.</summary>
    [Needs("llvm-mc lld-link")]
    [InlineData(1)]
    [InlineData(2)]
    public void ThunksAreThoseOfLld(int calls)
    {
        using var temp = new TempFolder();
        string source = $".text\n.globl EfiMain\nEfiMain:\n.rept {calls}\nbl far\n.endr\nret\n.bss\n.zero 200 << 20\n"
            + ".section .zfar,\"xr\"\n.globl far\nfar: ret\n";
        var program = Assembler.Assemble(temp, "a.obj", Machine.Arm64, source);

        Lld.AssertSameSections(Machine.Arm64, Lld.Link(temp, program.Path), EfiLinker.Link([program], Lld.Options));
    }

    /// <summary>
    /// Many functions, each with a short branch to the first and to the last: the thunks themselves must not push others out of
    /// reach.
    /// </summary>
    [Needs("llvm-mc")]
    [InlineData("tbz x0, #3,", 400, 200)]        // 32 KiB either way, 80 KiB of code
    [InlineData("tbnz x0, #3,", 40, 2000)]
    [InlineData("cbz x0,", 120, 30_000)]         // 1 MiB, 3.6 MiB of code
    [InlineData("b.eq", 120, 30_000)]
    public void ShortBranchesAreHelpedOn(string branch, int functions, int length)
    {
        using var temp = new TempFolder();
        var source = new System.Text.StringBuilder(".text\n.globl EfiMain\nEfiMain: ret\n");
        for (int i = 0; i < functions; i++)
        {
            source.Append(CultureInfo.InvariantCulture, $".section .text,\"xr\",one_only,f{i}\n.globl f{i}\nf{i}:\n");
            source.Append(CultureInfo.InvariantCulture, $"{branch} f0\n{branch} f{functions - 1}\n.zero {length}\n");
        }

        var link = EfiLinker.Link([Assembler.Assemble(temp, "a.obj", Machine.Arm64, source.ToString())], new()
        {
            Map = true,
            Collect = false,
        });
        Assert.Empty(link.Faults);
        var image = PeImage.Read("a.efi", link.Image);
        for (int i = 0; i < functions; i++)
        {
            Assert.Equal(Address(link, "f0"), Follow(image, Address(link, $"f{i}")));
            Assert.Equal(Address(link, $"f{functions - 1}"), Follow(image, Address(link, $"f{i}") + 4));
        }
    }

    /// <summary>No thunk can stand in the middle of a function: what then is out of reach is a fault.</summary>
    [Needs("llvm-mc")]
    [InlineData(40_000)]
    public void ABranchOutOfReachOfAnyThunkIsAFault(int length)
    {
        using var temp = new TempFolder();
        string source = $".text\n.globl EfiMain\nEfiMain: tbz x0, #3, far\n.zero {length}\n.section .zfar,\"xr\"\n.globl far\nfar: ret\n";
        var program = Assembler.Assemble(temp, "a.obj", Machine.Arm64, source);

        Assert.Equal("LNK014", Assert.Single(EfiLinker.Link([program]).Faults).Code);
    }

    private static LinkResult Link(CoffObject program)
    {
        var link = EfiLinker.Link([program], new() { Map = true });
        Assert.Empty(link.Faults);
        return link;
    }

    private static uint Address(LinkResult link, string name) => link.Map!.Symbols.Single(symbol => symbol.Name == name).Address;

    // Where the branch at an address leads in the end; a thunk begins with adrp x16.
    private static uint Follow(PeImage image, uint address)
    {
        uint target = (uint)(address + Offset(Code(image, address)));
        uint first = Code(image, target);
        if ((first & 0x9f00001f) != 0x90000010)
            return target;

        uint add = Code(image, target + 4);
        Assert.Equal(0x91000210u, add & 0xffc003ff);
        Assert.Equal(0xd61f0200u, Code(image, target + 8));
        long pages = (long)((ulong)(first >> 29 & 3 | first >> 3 & 0x1ffffc) << 43) >> 43;
        return (uint)((target & ~0xfffL) + (pages << 12) + (add >> 10 & 0xfff));
    }

    private static long Offset(uint code) => (code >> 24) switch
    {
        0x14 or 0x15 or 0x16 or 0x17 or >= 0x94 and <= 0x97 => Signed(code, 26),
        0x36 or 0x37 or 0xb6 or 0xb7 => Signed(code >> 5, 14),
        _ => Signed(code >> 5, 19),
    };

    private static long Signed(uint value, int bits) => (long)((ulong)value << 64 - bits) >> 64 - bits << 2;

    private static uint Code(PeImage image, uint address) => BinaryPrimitives.ReadUInt32LittleEndian(image.At(address, 4));
}
