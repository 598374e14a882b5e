using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using Bq2.Efi.Binary;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;

namespace Bq2.Sysroot.Commands;

/// <summary>Shows what a UEFI program is made of.</summary>
internal static class EfiDumpCommand
{
    public const string Summary = "Shows the headers, sections and relocations of a UEFI program.";

    public static void Define(Command command)
    {
        var file = new Argument<string>("FILE") { Description = "A PE32+ image" };
        command.Add(file);
        var address = new Option<string?>("--address") { HelpName = "ADDRESS", Description = "Tell what lies there, counted from the image's base; needs --map" };
        var map = new Option<string?>("--map") { HelpName = "FILE", Description = "The map that was written when the program was linked" };
        command.Add(address);
        command.Add(map);
        var form = Options.OutputOrJson(command);
        command.SetAction(words => words.GetValue(address) is { } place
            ? Tell(place, words.GetValue(map) ?? throw new UsageException("--address needs --map"))
            : Dump(words.GetRequiredValue(file), form(words)));
    }

    private static int Tell(string place, string path)
    {
        string digits = place.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? place[2..] : place;
        if (!uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint address))
            throw new UsageException($"--address is '{place}': expected hexadecimal digits, such as 0x2d4f");

        var found = LinkMap.Parse(path, System.IO.File.ReadAllText(path)).Find(address)
            ?? throw new BadFormatException(new("MAP003", $"no symbol of the program holds 0x{address:x}") { Path = path, Hint = "is the image's base taken off?" });
        Console.Out.WriteLine($"{found.Name}+0x{address - found.Address:x} in {found.Section}");
        return ExitCode.Done;
    }

    private static int Dump(string path, string? output)
    {
        Answer.Print(output, EfiProgramDump.Of(PeImage.Read(path)), EfiDumpJson.Default.EfiProgramDump, Text);
        return ExitCode.Done;
    }

    private static string Text(EfiProgramDump dump)
    {
        var text = new StringBuilder();
        Line($"{dump.File}: {dump.Machine}, {dump.Subsystem}, {dump.FileSize:N0} bytes in the file, {dump.ImageSize:N0} in memory");
        Line($"  entry point 0x{dump.EntryPoint:x}, image base 0x{dump.ImageBase:x}, {dump.Traits}");
        Line($"  {dump.BaseRelocations} base relocations");
        Line($"  {"section",-9} {"address",10} {"in memory",10} {"at",10} {"in file",10}  memory");
        foreach (var section in dump.Sections)
            Line($"  {section.Name,-9} {Hex(section.Address)} {Hex(section.Length)} {Hex(section.FileOffset)} {Hex(section.FileLength)}  {section.Memory}");
        return text.ToString().TrimEnd('\n');

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Hex(uint value) => $"0x{value:x}".PadLeft(10);
}

/// <summary>A program as dump tells of it.</summary>
internal sealed record EfiProgramDump(
    string File, string Machine, string Subsystem, long FileSize, uint ImageSize, uint EntryPoint, ulong ImageBase, string Traits,
    int BaseRelocations, SectionDump[] Sections)
{
    public static EfiProgramDump Of(PeImage image)
    {
        var header = image.OptionalHeader;
        return new(
            image.Path, image.FileHeader.Machine.Name(), Name(header.Subsystem), image.Bytes.Length, header.SizeOfImage,
            header.AddressOfEntryPoint, header.ImageBase, $"{header.DllCharacteristics}", CountMoved(image),
            [.. Enumerable.Range(0, image.FileHeader.SectionCount).Select(i => SectionDump.Of(image, i))]);
    }

    private static string Name(Subsystem subsystem) => subsystem switch
    {
        Efi.Pe.Subsystem.EfiApplication => "UEFI application",
        Efi.Pe.Subsystem.EfiBootServiceDriver => "UEFI boot service driver",
        Efi.Pe.Subsystem.EfiRuntimeDriver => "UEFI runtime driver",
        _ => $"subsystem {(ushort)subsystem}",
    };

    // What is wrong with the table is verify's to say.
    private static int CountMoved(PeImage image)
    {
        var table = image.Directory(DirectoryIndex.BaseRelocation);
        return Efi.Pe.BaseRelocations.Decode(image.At(table.Address, table.Length), new List<Fault>()).Count;
    }
}

/// <summary>A section as dump tells of it.</summary>
internal sealed record SectionDump(string Name, uint Address, uint Length, uint FileOffset, uint FileLength, string Memory)
{
    public static SectionDump Of(PeImage image, int index)
    {
        var header = image.Sections[index];
        string memory = string.Concat(
            header.Characteristics.HasFlag(SectionTraits.Read) ? "r" : "-",
            header.Characteristics.HasFlag(SectionTraits.Write) ? "w" : "-",
            header.Characteristics.HasFlag(SectionTraits.Execute) ? "x" : "-");
        return new(image.SectionName(index), header.VirtualAddress, header.VirtualSize, header.PointerToRawData, header.SizeOfRawData, memory);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(EfiProgramDump))]
internal sealed partial class EfiDumpJson : JsonSerializerContext;
