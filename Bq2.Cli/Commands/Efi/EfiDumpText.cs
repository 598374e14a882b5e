using System.Globalization;
using Bq2.Efi.Pe;

namespace Bq2.Cli;

/// <summary>A dump as text: a line or a small table per item, and nothing for what the image does not have.</summary>
internal static partial class EfiDumpText
{
    private const int FieldsPerLine = 16;

    public static void Write(EfiProgramDump dump, TextWriter to)
    {
        WriteHeaders(dump, to);
        WriteSections(dump, to);
        WriteTable($"{"directory",-15}{"address",10}{"length",10}", dump.Directories.Where(each => each.Length != 0 || each.Address != 0),
            to,
            each => $"  {each.Name,-15}{Hex(each.Address)}{Hex(each.Length)}");
        WriteTable($"{"in the file",-15}{"at",10}{"length",10}", dump.Pieces, to,
            each => $"  {each.Kind,-15}{Hex(each.Offset)}{Hex(each.Length)}{(each.Section is null ? "" : $"  {each.Section}")}");
        WriteTable($"{"export",-15}{"address",10}  name", dump.Exports, to,
            each => $"  {each.Ordinal,-15}{Hex(each.Address)}  {each.Name}{(each.Forwarder is null ? "" : $" -> {each.Forwarder}")}");
        WriteTable($"{"debug",-15}{"address",10}{"length",10}", dump.Debug, to,
            each => $"  {each.Kind,-15}{Hex(each.Address)}{Hex(each.Length)}  {Detail(each)}");
        WriteTable($"{"certificate",-15}{"at",10}{"length",10}", dump.Certificates, to,
            each => $"  {each.Kind,-15}{Hex(each.FileOffset)}{Hex(each.Length)}  revision 0x{each.Revision:x4}, not verified");
        WriteRelocations(dump, to);
        WriteCode(dump, to);
    }

    private static void WriteHeaders(EfiProgramDump dump, TextWriter to)
    {
        var file = dump.FileHeader;
        var header = dump.OptionalHeader;
        Line(to, $"{dump.File}: {dump.Machine}, {dump.Subsystem}, {dump.FileSize:N0} bytes in the file, {dump.ImageSize:N0} in memory");
        Line(to,
            $"  entry point 0x{dump.EntryPoint:x}, image base 0x{dump.ImageBase:x}, {
                dump.Traits} (0x{(ushort)header.DllCharacteristics:x})");
        Line(to, $"  {dump.BaseRelocations} base relocations");
        Line(to, $"  PE header at 0x{dump.DosHeader.PeOffset:x}, {file.Characteristics} (0x{(ushort)file.Characteristics:x})");
        Line(to, $"  time stamp 0x{file.TimeDateStamp:x}, checksum 0x{header.CheckSum:x}, {Symbols(file)}");
        Line(to,
            $"  linker {header.MajorLinkerVersion}.{header.MinorLinkerVersion}, image {
                header.MajorImageVersion}.{header.MinorImageVersion}");
        Line(to,
            $"  for system {header.MajorSystemVersion}.{header.MinorSystemVersion}, subsystem {
                header.MajorSubsystemVersion}.{header.MinorSubsystemVersion}");
        Line(to, $"  headers 0x{header.SizeOfHeaders:x}, code 0x{header.SizeOfCode:x} from 0x{header.BaseOfCode:x}");
        Line(to, $"  data 0x{header.SizeOfInitializedData:x}, zeros 0x{header.SizeOfUninitializedData:x}");
        Line(to, $"  aligned to 0x{header.SectionAlignment:x} in memory and 0x{header.FileAlignment:x} in the file");
        Line(to,
            $"  stack 0x{header.SizeOfStackReserve:x}/0x{header.SizeOfStackCommit:x}, heap 0x{
                header.SizeOfHeapReserve:x}/0x{header.SizeOfHeapCommit:x}");
    }

    // GNU objcopy leaves the count when it strips the table.
    private static string Symbols(in CoffHeader header) => header switch
    {
        { SymbolTableOffset: 0, SymbolCount: 0 } => "no symbol table",
        { SymbolTableOffset: 0, SymbolCount: var count } =>
            string.Create(CultureInfo.InvariantCulture, $"no symbol table (but a count of {count})"),
        { SymbolTableOffset: var at, SymbolCount: var count } =>
            string.Create(CultureInfo.InvariantCulture, $"{count} symbols at 0x{at:x}"),
    };

    private static void WriteSections(EfiProgramDump dump, TextWriter to)
    {
        Line(to, $"\n  {"section",-9} {"address",10} {"in memory",10} {"at",10} {"in file",10}  memory");
        foreach (var each in dump.Sections)
            Line(to,
                $"  {each.Name,-9} {Hex(each.Address)} {Hex(each.Length)} {
                    Hex(each.FileOffset)} {Hex(each.FileLength)}  {each.Memory} {each.Traits}");
    }

    private static void WriteTable<T>(string heading, IEnumerable<T> rows, TextWriter to, Func<T, FormattableString> line)
    {
        bool isFirst = true;
        foreach (var row in rows)
        {
            if (isFirst)
                Line(to, $"\n  {heading}");
            isFirst = false;
            Line(to, line(row));
        }
    }

    private static string Detail(DebugDump entry) => entry switch
    {
        { CodeView: { } name } => $"{(name.Name.Length > 0 ? name.Name : "(no name)")}, {name.Id}, age {name.Age}",
        { Repro: { } hash } => hash,
        { ExtendedTraits: { } traits } =>
            $"0x{traits:x}{((traits & 1) != 0 ? ", CET" : "")}{((traits & 0x40) != 0 ? ", forward CFI" : "")}",
        _ => "",
    };

    private static void WriteRelocations(EfiProgramDump dump, TextWriter to)
    {
        bool isFirst = true;
        foreach (var block in dump.RelocationBlocks)
        {
            if (isFirst)
                Line(to, $"\n  base relocations by page (offsets; kinds other than Dir64 are named)");
            isFirst = false;
            int count = 0;
            foreach (var field in block.Fields.Where(field => field.Kind != "Absolute"))
            {
                if (count++ % FieldsPerLine == 0)
                    to.Write(count == 1 ? string.Create(CultureInfo.InvariantCulture, $"  0x{block.Page:x8} ") : $"\n{"",13}");
                to.Write(string.Create(CultureInfo.InvariantCulture,
                    $" {field.Address - block.Page:x3}{(field.Kind == "Dir64" ? "" : $":{field.Kind}")}"));
            }

            Line(to, count == 0 ? (FormattableString)$"  0x{block.Page:x8}  no relocations" : $"");
        }
    }

    private static void Line(TextWriter to, FormattableString line)
    {
        to.Write(line.ToString(CultureInfo.InvariantCulture));
        to.Write('\n');
    }

    private static string Hex(long value) => $"0x{value:x}".PadLeft(10);
}
