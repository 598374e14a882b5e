using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bq2.Sysroot;

/// <summary>A firmware descriptor: the fields that we need from qemu's docs/interop/firmware.json, with its names.</summary>
internal sealed record FirmwareDescriptor(
    string[] InterfaceTypes,
    FirmwareDescriptor.MappingPart Mapping,
    FirmwareDescriptor.Target[] Targets,
    string[] Features)
{
    public sealed record MappingPart(
        string Device, string? Mode = null, FlashFile? Executable = null, FlashFile? NvramTemplate = null);

    public sealed record FlashFile(string Filename, string Format);

    public sealed record Target(string Architecture, string[] Machines);

    /// <summary>Null for a file that is not a descriptor: somebody else's mistake must not prevent a boot.</summary>
    public static FirmwareDescriptor? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), FirmwareJson.Default.FirmwareDescriptor);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(FirmwareDescriptor))]
internal sealed partial class FirmwareJson : JsonSerializerContext;
