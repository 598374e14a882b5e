using System.Runtime.CompilerServices;
using Bq2.Efi.Coff;
using Bq2.Efi.Work;

namespace Bq2.Efi.Link.Relocations;

/// <summary>
/// The relocations of x86-64, one line each, with S the target's address, P the field's, and B the image's base, which
/// is 0 until firmware chooses one. What is in the field already is added: ilc keeps offsets there.
/// </summary>
internal static class Amd64Relocations
{
    [MethodImpl(Hot.Path)]
    public static Verdict Apply(Amd64Relocation type, in RelocationPlace place, in RelocationTarget target) => type switch
    {
        Amd64Relocation.Absolute => Verdict.Done,
        Amd64Relocation.Addr64 => FieldRelocations.Add64(place, target.Address),                                // B + S
        Amd64Relocation.Addr32Nb => FieldRelocations.AddUnsigned32(place, target.Address),                      // S
        >= Amd64Relocation.Rel32 and <= Amd64Relocation.Rel32Plus5 =>                                           // S - (P + 4 + n)
            FieldRelocations.AddSigned32(place, target.Address - (place.Address + 4 + (type - Amd64Relocation.Rel32))),
        Amd64Relocation.Section => FieldRelocations.Add16(place, target.SectionNumber),
        Amd64Relocation.SectionRelative when !target.IsInSection => FieldRelocations.RefuseWithoutSection,
        Amd64Relocation.SectionRelative => FieldRelocations.AddUnsigned32(place, target.FromSection),
        Amd64Relocation.Addr32 => FieldRelocations.RefuseAbsolute32,
        _ => Verdict.Refused($"is of type {(ushort)type}, which no UEFI program can use"),
    };
}
