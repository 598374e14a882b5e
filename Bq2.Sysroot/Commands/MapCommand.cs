using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Bq2.Image;

namespace Bq2.Sysroot.Commands;

/// <summary>Tells where the bytes of a disk lie.</summary>
internal static class MapCommand
{
    public const string Summary = "Tells where the bytes of a disk lie.";

    public static void Define(Command command)
    {
        var file = new Argument<string>("FILE") { Description = "A raw or QCOW2 image" };
        command.Add(file);
        var opening = Options.Opening(command, "FILE");
        var output = Options.Output();
        command.Add(output);
        command.SetAction(words => Tell(words.GetRequiredValue(file), opening(words), words.GetValue(output)));
    }

    // A line for each piece as it is found: there may be more of them than fit into memory.
    private static int Tell(string path, OpenOptions options, string? output)
    {
        using var disk = DiskImage.Open(path, options);
        bool isJson = output == "json";
        string before = isJson ? "[" : "Offset          Length          Depth  Kind    Lies at\n";
        foreach (var piece in DiskMap.Of(disk))
        {
            Console.Out.Write(before);
            Console.Out.Write(isJson ? JsonSerializer.Serialize(MapLine.Of(piece), MapJson.Default.MapLine) : Text(piece));
            before = isJson ? ",\n" : "\n";
        }

        Console.Out.WriteLine(isJson ? "]" : "");
        return ExitCode.Done;
    }

    private static string Text(MapPiece piece)
    {
        string kind = piece.Compressed ? "packed" : piece.Data ? "data" : piece.Present ? "zeros" : "none";
        return string.Create(CultureInfo.InvariantCulture, $"{$"0x{piece.Start:x}",-15} {$"0x{piece.Length:x}",-15} {piece.Depth,-6} {kind,-7} {piece.Offset:0}");
    }
}

/// <summary>A stretch as map tells of it, with the keys of `qemu-img map --output=json`.</summary>
internal sealed record MapLine(long Start, long Length, int Depth, bool Present, bool Zero, bool Data, bool Compressed, long? Offset)
{
    public static MapLine Of(MapPiece piece) =>
        new(piece.Start, piece.Length, piece.Depth, piece.Present, piece.Zero, piece.Data, piece.Compressed, piece.Offset);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MapLine))]
internal sealed partial class MapJson : JsonSerializerContext;
