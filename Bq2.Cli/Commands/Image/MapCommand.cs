using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>Shows where in the image each part of a disk is stored.</summary>
internal static class MapCommand
{
    public const string Summary = "Shows where each part of a disk is stored.";

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

    // Streamed line by line: there may be more pieces than fit into memory.
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

    /// <summary>The table of `qemu-img map`: where the file holds data exactly as the guest sees them.</summary>
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
        FormattableString message = $"the disk's bytes at {offset:N0} are compressed, which the table cannot show";
        return new(new(ProgramFaults.PackedInTable, FormattableString.Invariant(message))
            { Path = disk.Path, Hint = "--output json shows them too" });
    }

    // Like C's %#x, which prints zero without 0x.
    private static string Hex(long number) => number == 0 ? "0" : string.Create(CultureInfo.InvariantCulture, $"0x{number:x}");
}

/// <summary>A range of the disk, with the keys of `qemu-img map --output=json`.</summary>
internal sealed record MapLine(long Start, long Length, int Depth, bool Present, bool Zero, bool Data, bool Compressed, long? Offset)
{
    public static MapLine Of(MapPiece piece) =>
        new(piece.Start, piece.Length, piece.Depth, piece.Present, piece.Zero, piece.Data, piece.Compressed, piece.Offset);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MapLine))]
internal sealed partial class MapJson : JsonSerializerContext;
