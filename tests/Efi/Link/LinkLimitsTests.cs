using System.Diagnostics;
using System.Runtime.InteropServices;
using Bq2.Efi.Binary;
using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Link;

/// <summary>Objects that are made to keep a linker busy for ever, or to make it talk for ever.</summary>
public sealed class LinkLimitsTests
{
    [Fact]
    public void OnlyTheFirstUndefinedSymbolsAreListed()
    {
        const int Count = 3000;
        var builder = new CoffBuilder(Machine.X64);
        short text = builder.Section(".text", SampleObject.Code, new byte[Count * 8]);
        builder.Symbol("EfiMain", text);
        for (uint i = 0; i < Count; i++)
            builder.Relocation(text, i * 8, (ushort)Amd64Relocation.Rel32, builder.Symbol($"Missing{i}"));

        var faults = EfiLinker.Link([CoffObject.Read("a.obj", builder.ToBytes())]).Faults;

        Assert.Equal("undefined symbol Missing0, wanted by EfiMain", faults[0].Message[..^4]);
        Assert.Equal(101, faults.Count);
        Assert.Equal("2,900 more symbols are undefined, the first of them here", faults[^1].Message);
    }

    [Fact]
    public void OnlyTheFirstBadRelocationsAreListed()
    {
        const int Count = 3000;
        var builder = new CoffBuilder(Machine.X64);
        short text = builder.Section(".text", SampleObject.Code, new byte[Count * 8]);
        uint entry = builder.Symbol("EfiMain", text);
        for (uint i = 0; i < Count; i++)
            builder.Relocation(text, i * 8, (ushort)Amd64Relocation.Addr32, entry);

        var faults = EfiLinker.Link([CoffObject.Read("a.obj", builder.ToBytes())]).Faults;

        Assert.Equal(101, faults.Count);
        Assert.StartsWith(
            "the Addr32 relocation in EfiMain+0x0, at .text+0x0, to EfiMain is a 32-bit address", faults[0].Message,
            StringComparison.Ordinal);
        Assert.Equal("LNK022", faults[^1].Code);
    }

    /// <summary>Each section goes with the one behind it and the last with the first.</summary>
    [Fact]
    public void ALongRingOfAssociatedSectionsIsOneFaultAndSoonFound()
    {
        var clock = Stopwatch.StartNew();
        var link = EfiLinker.Link([CoffObject.Read("chain.obj", Chain(65_000, ring: true))]);

        Assert.Equal("LNK004", Assert.Single(link.Faults).Code);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"took {clock.Elapsed}");
    }

    /// <summary>Up to 65,279 sections an object need not be a big one, and half of their numbers look negative.</summary>
    [Fact]
    public void ASymbolLiesInASectionWithALargeNumber() =>
        Assert.Equal(40_002, CoffObject.Read("chain.obj", Chain(65_000, ring: false)).Symbol(1 + 2 * 40_000).SectionNumber);

    // The first section is plain code, the second a COMDAT of its own, and each after it goes with its neighbour.
    private static byte[] Chain(int count, bool ring)
    {
        var bytes = new MemoryStream();
        int symbols = 2 + 2 * count;
        Write(bytes, new CoffHeader
        {
            Machine = Machine.X64,
            SectionCount = (ushort)(count + 1),
            SymbolTableOffset = (uint)(CoffHeader.Size + (count + 1) * SectionHeader.Size + 1),
            SymbolCount = (uint)symbols,
        });
        int code = CoffHeader.Size + (count + 1) * SectionHeader.Size;
        Write(
            bytes,
            new SectionHeader { Name =
                Name(".text"), SizeOfRawData = 1, PointerToRawData = (uint)code, Characteristics = SampleObject.Code });
        for (int i = 0; i < count; i++)
        {
            var traits = SectionTraits.LinkComdat | SectionTraits.UninitializedData | SectionTraits.Read | SectionTraits.Write;
            Write(bytes, new SectionHeader { Name = Name(".bss"), SizeOfRawData = 1, Characteristics = traits });
        }

        bytes.WriteByte(0xc3);
        Write(bytes, new CoffSymbolRecord { Name = Name("EfiMain"), SectionNumber = 1, Class = SymbolClass.External });
        for (int i = 0; i < count; i++)
        {
            // Backwards, so that the first that is looked at has the longest way to go.
            bool ends = i == count - 1;
            ushort parent = ends ? (ushort)2 : (ushort)(i + 3);
            var rule = ends && !ring ? ComdatSelection.Any : ComdatSelection.Associative;
            Write(
                bytes,
                new CoffSymbolRecord { Name =
                    Name("s"), SectionNumber = unchecked((short)(i + 2)), Class = SymbolClass.Static, AuxiliaryCount = 1 });
            Write(bytes, new CoffSectionDefinition { Number = parent, Selection = rule });
        }

        Write(bytes, new CoffSymbolRecord { Name = Name("x"), Class = SymbolClass.External });
        bytes.Write([4, 0, 0, 0]);
        return bytes.ToArray();
    }

    private static void Write<T>(MemoryStream bytes, T value) where T : unmanaged => bytes.Write(StructBytes.ToBytes(value));

    private static ulong Name(string text)
    {
        Span<byte> name = stackalloc byte[sizeof(ulong)];
        System.Text.Encoding.ASCII.GetBytes(text, name);
        return MemoryMarshal.Read<ulong>(name);
    }
}
