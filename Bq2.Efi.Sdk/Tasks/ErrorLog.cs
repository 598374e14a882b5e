using System.Text.Json;

namespace Bq2.Efi.Sdk;

/// <summary>
/// csc's messages in a build, read from the file that the property ErrorLog names: SARIF 2.1, or SARIF 1, which csc writes if no version
/// is requested.
/// </summary>
internal static class ErrorLog
{
    /// <summary>The errors in csc's order; empty if the file is missing or cut off.</summary>
    public static List<BuildFault> Read(string path)
    {
        var faults = new List<BuildFault>();
        if (!File.Exists(path))
            return faults;
        try
        {
            using var log = JsonDocument.Parse(File.ReadAllBytes(path));
            foreach (var run in log.RootElement.GetProperty("runs").EnumerateArray())
            {
                foreach (var result in run.GetProperty("results").EnumerateArray().Where(result => Text(result, "level") == "error"))
                    faults.Add(Fault(result));
            }
        }
        catch (JsonException)
        {
            // csc was stopped while writing; its messages are on the screen.
        }

        return faults;
    }

    private static BuildFault Fault(JsonElement result)
    {
        var message = result.GetProperty("message");
        string? text = message.ValueKind == JsonValueKind.Object ? Text(message, "text") : message.GetString();
        var fault = new BuildFault(Text(result, "ruleId") ?? "", text ?? "");
        if (!result.TryGetProperty("locations", out var locations) || locations.GetArrayLength() == 0)
            return fault;

        var location = locations[0];
        var place = location.TryGetProperty("physicalLocation", out var physical) ? physical : location.GetProperty("resultFile");
        string? file = place.TryGetProperty("artifactLocation", out var artifact) ? Text(artifact, "uri") : Text(place, "uri");
        var region = place.GetProperty("region");
        return fault with
        {
            File = file is null ? null : LocalPath(file),
            Line = region.GetProperty("startLine").GetInt32(),
            Column = region.GetProperty("startColumn").GetInt32(),
        };
    }

    private static string LocalPath(string uri) =>
        Uri.TryCreate(uri, UriKind.Absolute, out var absolute) ? absolute.LocalPath : Uri.UnescapeDataString(uri);

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
