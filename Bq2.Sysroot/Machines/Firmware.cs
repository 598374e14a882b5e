namespace Bq2.Sysroot;

/// <summary>A machine's firmware: its code, and the variable store of a machine that was never switched on.</summary>
internal sealed record Firmware(string Code, string Variables, string Format = "raw");
