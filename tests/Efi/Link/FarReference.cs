using Bq2.Efi.Coff;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Link;

/// <summary>Two objects: one refers to "far" once, the other defines it.</summary>
internal static class FarReference
{
    // One object of each pair refers to "far" once, the other one defines it. .text is at 0x1000 and begins with an
    // instruction; what else there is begins on pages of its own, in the order .rdata, .data with .bss, others.
    private const string Start = ".text\n.globl EfiMain\n.p2align 2\nEfiMain: ret\n.p2align 2, 0\n";

    public const string Absolute = "", Code = ".text", Data = ".data", Room = ".bss";

    public static CoffObject[] Objects(TempFolder temp, Machine machine, int type, string from, string home, long value)
    {
        File.WriteAllBytes(temp["b.obj"], ObjectWithFar(machine, home, (uint)value));
        return [Retyped(Assembler.Assemble(temp, "a.obj", machine, $"{Start}{from}\n"), type), CoffObject.Read(temp["b.obj"])];
    }

    private static byte[] ObjectWithFar(Machine machine, string home, uint value)
    {
        const SectionTraits AlignBy4 = (SectionTraits)(3 << 20);
        var builder = new CoffBuilder(machine);
        short section = home switch
        {
            Absolute => -1,
            Room => builder.Reserve(Room, value + 4, 4),
            _ => builder.Section(home, (home == Code ? SampleObject.Code : SampleObject.Data) | AlignBy4, new byte[8]),
        };
        builder.Symbol("far", section, value);
        return builder.ToBytes();
    }

    /// <summary>The object with its only relocation of this type: there are some that no assembler makes.</summary>
    private static CoffObject Retyped(CoffObject made, int type)
    {
        var (section, relocation) = OnlyRelocation(made);
        if (relocation.Type != type)
        {
            byte[] bytes = [(byte)type, (byte)(type >> 8)];
            Spoil.Set(made.Path, made.Sections[section].PointerToRelocations + 8, bytes);
        }

        return CoffObject.Read(made.Path);
    }

    public static (int Section, CoffRelocation Relocation) OnlyRelocation(CoffObject made)
    {
        int section = Assert.Single(Enumerable.Range(0, made.Sections.Length), i => made.Relocations(i).Length > 0);
        return (section, Assert.Single(made.Relocations(section).ToArray()));
    }
}
