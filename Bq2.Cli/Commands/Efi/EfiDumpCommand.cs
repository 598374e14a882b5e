using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Bq2.Efi;
using Bq2.Efi.Link;

namespace Bq2.Cli;

/// <summary>Shows the headers, sections, tables and code of a UEFI program.</summary>
internal static class EfiDumpCommand
{
    public const string Summary = "Shows the headers, sections, tables and code of a UEFI program.";

    public static void Define(Command command)
    {
        var file = new Argument<string>("FILE") { Description = "A PE32+ image; - for standard input" }.OfferingFiles();
        command.Add(file);
        var disassemble = new Option<bool>("--disassemble", "-d") { Description = "Also disassemble the code (x86_64 only)" };
        var address = Options.Text("--address", "ADDRESS", "Show the symbol at this address, relative to the image base; needs --map");
        var map = Options.Text("--map", "FILE", "The map written when the program was linked").OfferingFiles();
        command.Add(disassemble);
        command.Add(address);
        command.Add(map);
        var form = Options.OutputOrJson(command);
        command.SetAction(words => words.GetValue(address) is { } place
            ? Tell(place, words.GetValue(map) ?? throw new UsageException("--address needs --map"))
            : Dump(words.GetRequiredValue(file), words.GetValue(disassemble), words.GetValue(map), form(words)));
    }

    private static int Tell(string place, string path)
    {
        string digits = place.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? place[2..] : place;
        if (!uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint address))
            throw new UsageException($"--address is '{place}': expected hexadecimal digits, such as 0x2d4f");

        var found = ReadMap(path).Find(address)
            ?? throw new FaultException(new(ProgramFaults.AddressWithoutSymbol, $"no symbol covers the address 0x{address:x}")
                { Path = path, Hint = "subtract the address that the image was loaded at" });
        Console.Out.WriteLine($"{found.Name}+0x{address - found.Address:x} in {found.Section}");
        return ExitCode.Done;
    }

    // Streamed, not collected: a disassembly can be a hundred times as long as its image.
    private static int Dump(string path, bool disassemble, string? map, string? output)
    {
        var image = Inputs.Program(path);
        var dump = EfiProgramDump.Of(image, disassemble ? CodeDump.Of(image, map is null ? [] : ReadMap(map).Symbols) : null);

        using var stream = Console.OpenStandardOutput();
        if (output == "json")
        {
            JsonSerializer.Serialize(stream, dump, EfiDumpJson.Default.EfiProgramDump);
            stream.WriteByte((byte)'\n');
            return ExitCode.Done;
        }

        using var writer = new StreamWriter(stream, new UTF8Encoding(false), bufferSize: 64 << 10);
        EfiDumpText.Write(dump, writer);
        return ExitCode.Done;
    }

    // The content tells JSON from text: a pipe has no file name.
    private static LinkMap ReadMap(string path)
    {
        using var file = Inputs.Open(path, Array.MaxLength);
        string text = file.ReadText();
        if (!text.AsSpan().TrimStart().StartsWith('{'))
            return LinkMap.Parse(file.Name, text);

        try
        {
            if (JsonSerializer.Deserialize(text, LinkMapJson.Default.LinkMap) is { Symbols: { } symbols } map
                && symbols.All(symbol => symbol is { Name: not null, Section: not null }))
                return map;
        }
        catch (JsonException)
        {
            // Reported below.
        }

        throw new FaultException(new(EfiFaults.NotALinkMap, "the file is not a link map in JSON")
            { Path = path, Hint = "make one with bq2-efi link --map" });
    }
}
