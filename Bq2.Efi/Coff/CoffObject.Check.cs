using System.Runtime.CompilerServices;
using Bq2.Efi.Binary;
using Bq2.Efi.Pe;
using Bq2.Efi.Work;

namespace Bq2.Efi.Coff;

public sealed partial class CoffObject
{
    [MethodImpl(Hot.Path)]
    private void CheckSections(in Reading reading, in StringTable strings)
    {
        var bytes = Bytes;
        var sections = Sections;
        for (int i = 0; i < sections.Length; i++)
        {
            ref readonly var section = ref sections[i];
            int at = _sectionTable + i * SectionHeader.Size;
            if ((byte)section.Name == '/' && LongNameOffset(ShortName(at)) is var name && !strings.Holds(name))
                throw reading.FailsName(strings, name, at, 8);
            if (!ReservesOnly(section) && !reading.Holds(section.PointerToRawData, section.SizeOfRawData))
            {
                throw reading.FailsRange(
                    EfiFaults.SectionDataOutside, $"the data of section {i + 1}", section.PointerToRawData, section.SizeOfRawData,
                    FieldPlace.Of(in section, in section.SizeOfRawData).At(at));
            }

            if (section.PointerToRawData == 0 && section.SizeOfRawData > 0
                && (section.Characteristics & SectionTraits.UninitializedData) == 0)
                throw reading.Fails(
                    EfiFaults.SectionWithoutData,
                    $"section {i + 1} has {section.SizeOfRawData} bytes of data, but no offset for them",
                    FieldPlace.Of(in section, in section.SizeOfRawData).To(FieldPlace.Of(in section, in section.PointerToRawData)).At(at));

            var (offset, count) = RelocationTable(bytes, section);
            if (count != 0 && !reading.Holds(offset, count * CoffRelocation.Size))
            {
                throw reading.FailsRange(
                    EfiFaults.RelocationsOutside, $"the relocations of section {i + 1}", offset, count * CoffRelocation.Size,
                    FieldPlace.Of(in section, in section.PointerToRelocations).At(at));
            }

            if ((section.Characteristics & SectionTraits.AlignMask) == SectionTraits.AlignMask)
            {
                throw reading.Fails(
                    EfiFaults.SectionAlignment, $"section {i + 1} has alignment 15; the maximum is 14 (8,192 bytes)",
                    FieldPlace.Of(in section, in section.Characteristics).At(at));
            }
        }
    }

    [MethodImpl(Hot.Path)]
    private void CheckSymbols<TRow>(in Reading reading, in StringTable strings, ReadOnlySpan<TRow> rows) where TRow : unmanaged, ISymbolRow
    {
        int lastField = _symbolSize - 1;
        for (int i = 0, auxiliary; i < rows.Length; i += 1 + auxiliary)
        {
            ref readonly var row = ref rows[i];
            var symbol = row.Symbol;
            auxiliary = symbol.AuxiliaryCount;
            if (symbol.SectionNumber > _sectionCount)
            {
                throw reading.Fails(
                    EfiFaults.SymbolSection, $"symbol {i} is in section {symbol.SectionNumber}, but the file has {_sectionCount}",
                    SymbolOffset(i) + CoffSymbolRecord.SectionNumberOffset, 2);
            }

            if (auxiliary >= rows.Length - i)
            {
                throw reading.Fails(
                    EfiFaults.AuxiliaryRows, $"symbol {i} has {auxiliary} auxiliary rows, but only {rows.Length - i - 1} rows are left",
                    SymbolOffset(i) + lastField, 1);
            }

            if (symbol.Class == SymbolClass.WeakExternal && (auxiliary == 0 || WeakExternal(i).Fallback >= rows.Length))
            {
                throw reading.Fails(
                    EfiFaults.WeakWithoutFallback, $"symbol {i} is a weak external without a fallback symbol",
                    SymbolOffset(i), _symbolSize);
            }

            if (IsLong(row.PackedName) && !strings.Holds(OffsetIn(row.PackedName)))
                throw reading.FailsName(strings, OffsetIn(row.PackedName), SymbolOffset(i) + sizeof(uint), sizeof(uint));
        }
    }
}
