namespace Bq2.Tests.Sysroot;

/// <summary>Descriptors of firmware in the form that distributions install.</summary>
internal static class MadeUpFirmware
{
    public static string Descriptor(string code, string variables, string kind = "uefi", string architecture = "x86_64",
        string board = "pc-q35-*", string device = "flash", string features = "") =>
        $$"""
        {
            "description": "made up",
            "interface-types": [ "{{kind}}" ],
            "mapping": {
                "device": "{{device}}",
                "executable": { "filename": "{{code}}", "format": "raw" },
                "nvram-template": { "filename": "{{variables}}", "format": "raw" }
            },
            "targets": [ { "architecture": "{{architecture}}", "machines": [ "pc-i440fx-*", "{{board}}" ] } ],
            "features": [ {{features}} ],
            "tags": []
        }
        """;
}
