using System.Runtime.Versioning;
using Bq2.Tests.Sysroot;

namespace Bq2.Tests.Cli;

/// <summary>A folder with a disk, firmware, and a shell script in QEMU's place that says and does what a machine might.</summary>
[SupportedOSPlatform("linux")]
internal sealed class FakeQemu : IDisposable
{
    public FakeQemu()
    {
        File.WriteAllBytes(Temp["disk.img"], new byte[512]);
        File.WriteAllText(Temp["code"], "");
        File.WriteAllText(Temp["vars"], "");
        Directory.CreateDirectory(Temp["qemu/firmware"]);
        File.WriteAllText(Temp["qemu/firmware/00-made-up.json"], MadeUpFirmware.Descriptor(Temp["code"], Temp["vars"]));
    }

    public TempFolder Temp { get; } = new();

    /// <summary>bq2, which finds the script first on PATH.</summary>
    public Bq2Program Program => new() { FirstOnPath = Temp.Path, Environment = { ["XDG_CONFIG_HOME"] = Temp.Path } };

    public string[] Words(params string[] more) => ["image", "run", Temp["disk.img"], "--arch", "x86_64", .. more];

    public void Is(string script)
    {
        File.WriteAllText(Temp["qemu-system-x86_64"], $"#!/bin/sh\ncd {Temp.Path}\n{script}\n");
        File.SetUnixFileMode(Temp["qemu-system-x86_64"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    public void Dispose() => Temp.Dispose();
}
