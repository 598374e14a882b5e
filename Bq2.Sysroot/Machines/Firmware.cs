namespace Bq2.Sysroot;

/// <summary>A machine's firmware: its code, and an empty variable store.</summary>
internal sealed record Firmware(string Code, string Variables, string Format = "raw");
