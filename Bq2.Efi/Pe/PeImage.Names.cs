using System.Globalization;
using System.Text;
using Bq2.Efi.Binary;

namespace Bq2.Efi.Pe;

public sealed partial class PeImage
{
    // Longer than any name a tool writes; what is longer in a damaged file is not worth its memory.
    private const int GreatestName = 4096;

    // Of a row of the symbol table: a name or its place among the strings, a value, a section, a kind, and how many rows belong to it.
    private const int SymbolSize = 18, ValueField = 8, SectionField = 12, ClassField = 16, AuxiliaryField = 17;
    private const byte ExternalClass = 2, StaticClass = 3;

    /// <summary>A section's name. GNU's tools keep long ones in the strings behind the symbol table, "/4" in their place.</summary>
    public string SectionName(int section)
    {
        string text = TextAt(Bytes.Slice(SectionTableOffset + section * SectionHeader.Size, sizeof(ulong)));
        return text is ['/', .. var digits] && uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out uint offset) && LongName(offset) is { } found
            ? found
            : text;
    }

    /// <summary>The symbols that GNU's tools left in the image: names for places in its sections.</summary>
    public IEnumerable<CodeSymbol> Symbols()
    {
        int start = (int)FileHeader.SymbolTableOffset;
        for (uint i = 0; SymbolTable().Length > 0 && i < FileHeader.SymbolCount; i++)
        {
            int at = start + (int)i * SymbolSize;
            if (Bytes.ReadAt<short>(at + SectionField) is var section and > 0 && section <= FileHeader.SectionCount
                && Bytes[at + ClassField] is ExternalClass or StaticClass && NameOfSymbol(at) is { Length: > 0 } name && name[0] != '.')
            {
                yield return new(Sections[section - 1].VirtualAddress + Bytes.ReadAt<uint>(at + ValueField), name);
            }

            i += Bytes[at + AuxiliaryField];
        }
    }

    private string? NameOfSymbol(int at) =>
        Bytes.ReadAt<uint>(at) == 0 ? LongName(Bytes.ReadAt<uint>(at + sizeof(uint))) : TextAt(Bytes.Slice(at, sizeof(ulong)));

    private string? LongName(uint offset)
    {
        var strings = SymbolTable();
        long table = FileHeader.SymbolCount * (long)SymbolSize;
        if (offset < sizeof(uint) || table + offset >= strings.Length)
            return null;
        return TextAt(strings[(int)(table + offset)..]);
    }

    /// <summary>The symbols with the strings behind them; nothing where there are none, or where they lie outside the file.</summary>
    private ReadOnlySpan<byte> SymbolTable()
    {
        long start = FileHeader.SymbolTableOffset, strings = start + FileHeader.SymbolCount * (long)SymbolSize;
        if (start == 0 || strings > Bytes.Length)
            return [];
        long end = strings + sizeof(uint) > Bytes.Length ? strings : strings + Bytes.ReadAt<uint>((int)strings);
        return Bytes[(int)start..(int)Math.Min(end, Bytes.Length)];
    }

    // What steers terminals is no part of a name, and damaged or hostile files are looked at on terminals.
    private static string TextAt(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..Math.Min(bytes.Length, GreatestName)];
        int end = bytes.IndexOf((byte)0);
        string text = Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
        return text.Any(char.IsControl) ? string.Concat(text.Select(letter => char.IsControl(letter) ? '\ufffd' : letter)) : text;
    }
}
