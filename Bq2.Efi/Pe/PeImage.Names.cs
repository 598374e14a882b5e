using System.Globalization;
using System.Text;
using Bq2.Efi.Binary;
using Bq2.Efi.Coff;

namespace Bq2.Efi.Pe;

public sealed partial class PeImage
{
    // Longer than any name a tool writes; what is longer in a damaged file is not worth its memory.
    private const int MaxNameLength = 1024;

    /// <summary>A section's name. GNU's tools keep long ones in the strings behind the symbol table, "/4" in their place.</summary>
    public string SectionName(int section)
    {
        CheckSection(section);
        string text = TextAt(Bytes.Slice(SectionTableOffset + section * SectionHeader.Size, sizeof(ulong)));
        return text is ['/', .. var digits]
            && uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out uint offset) && LongName(offset) is { } found
            ? found
            : text;
    }

    /// <summary>
    /// The symbols that GNU's tools left in the image: names for places in its sections. A sound file has each name once;
    /// of one that would come to many times its own length in names, the rest is left out.
    /// </summary>
    public IEnumerable<CodeSymbol> Symbols()
    {
        long room = 4L * Bytes.Length;
        int count = SymbolTable().IsEmpty ? 0 : (int)FileHeader.SymbolCount;
        for (int i = 0; i < count && room > 0; i++)
        {
            var symbol = SymbolTable().TableAt<CoffSymbolRecord>(0, count)[i];
            i += symbol.AuxiliaryCount;
            if (symbol.SectionNumber <= 0 || symbol.SectionNumber > FileHeader.SectionCount
                || symbol.Class is not (SymbolClass.External or SymbolClass.Static))
                continue;

            // Those of sections themselves begin with a full stop.
            string name = NameOf(symbol);
            room -= name.Length;
            if (name is [not '.', ..])
                yield return new(Sections[symbol.SectionNumber - 1].VirtualAddress + symbol.Value, name);
        }
    }

    private string NameOf(in CoffSymbolRecord symbol) => (uint)symbol.Name == 0
        ? LongName((uint)(symbol.Name >> 32)) ?? ""
        : TextAt(BitConverter.GetBytes(symbol.Name));

    private string? LongName(uint offset)
    {
        var strings = SymbolTable();
        long table = FileHeader.SymbolCount * (long)CoffSymbolRecord.Size;
        if (offset < sizeof(uint) || table + offset >= strings.Length)
            return null;
        return TextAt(strings[(int)(table + offset)..]);
    }

    /// <summary>The symbols with the strings behind them; nothing where there are none, or where they lie outside the file.</summary>
    private ReadOnlySpan<byte> SymbolTable()
    {
        long start = FileHeader.SymbolTableOffset, strings = start + FileHeader.SymbolCount * (long)CoffSymbolRecord.Size;
        if (start == 0 || strings > Bytes.Length)
            return [];
        long end = strings + sizeof(uint) > Bytes.Length ? strings : strings + Bytes.ReadAt<uint>((int)strings);
        return Bytes[(int)start..(int)Math.Min(end, Bytes.Length)];
    }

    // What steers terminals is no part of a name, and damaged or hostile files are looked at on terminals.
    private static string TextAt(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..Math.Min(bytes.Length, MaxNameLength)];
        int end = bytes.IndexOf((byte)0);
        string text = Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
        return text.Any(char.IsControl) ? string.Concat(text.Select(letter => char.IsControl(letter) ? '\ufffd' : letter)) : text;
    }
}
