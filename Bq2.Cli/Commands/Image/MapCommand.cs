using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>Tells where the bytes of a disk lie.</summary>
internal static class MapCommand
{
    public const string Summary = "Tells where the bytes of a disk lie.";

    public static void Define(Command command)
    {
        var file = new Argument<string>("FILE") { Description = "A raw or QCOW2 image; - for standard input" }.OfferingFiles();
        command.Add(file);
        var opening = Options.Opening(command, "FILE");
        var output = Options.Output();
        command.Add(output);
        QemuWords.AddReading(command, cache: false);
        QemuWords.RefuseDescriptions(command);
        command.SetAction(words => Tell(words.GetRequiredValue(file), opening(words), words.GetValue(output)));
    }

    // A line for each piece as it is found: there may be more of them than fit into memory.
    private static int Tell(string path, OpenOptions options, string? output)
    {
        using var file = Inputs.Open(path);
        using var disk = DiskImage.Open(file, options);
        if (output == "json")
            TellPrograms(disk);
        else
            TellPeople(disk);
        return ExitCode.Done;
    }

    private static void TellPrograms(Source disk)
    {
        string before = "[";
        foreach (var piece in DiskMap.Of(disk))
        {
            Console.Out.Write(before);
            Console.Out.Write(JsonSerializer.Serialize(MapLine.Of(piece), MapJson.Default.MapLine));
            before = ",\n";
        }

        Console.Out.WriteLine("]");
    }

    /// <summary>The table of `qemu-img map`: what has data, and where they are as the guest sees them.</summary>
    private static void TellPeople(Source disk)
    {
        Console.Out.WriteLine($"{"Offset",-16}{"Length",-16}{"Mapped to",-16}File");
        foreach (var piece in DiskMap.Of(disk).Where(piece => piece is { Data: true, Zero: false }))
        {
            if (piece.Offset is not { } place)
                throw Packed(disk, piece.Start);
            Console.Out.WriteLine($"{Hex(piece.Start),-16}{Hex(piece.Length),-16}{Hex(place),-16}{piece.File}");
        }
    }

    private static FaultException Packed(Source disk, long offset)
    {
        FormattableString message = $"the disk's bytes at {offset:N0} are compressed, and the table has no words for that";
        return new(new(ProgramFaults.PackedInTable, FormattableString.Invariant(message))
            { Path = disk.Path, Hint = "--output json tells of them too" });
    }

    // As C's %#x has it, which shows no 0x before a zero.
    private static string Hex(long number) => number == 0 ? "0" : string.Create(CultureInfo.InvariantCulture, $"0x{number:x}");
}

/// <summary>A stretch as map tells of it, with the keys of `qemu-img map --output=json`.</summary>
internal sealed record MapLine(long Start, long Length, int Depth, bool Present, bool Zero, bool Data, bool Compressed, long? Offset)
{
    public static MapLine Of(MapPiece piece) =>
        new(piece.Start, piece.Length, piece.Depth, piece.Present, piece.Zero, piece.Data, piece.Compressed, piece.Offset);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MapLine))]
internal sealed partial class MapJson : JsonSerializerContext;
