using System.Collections.Concurrent;
using Bq2.Efi.Pe;
using Bq2.Tests.Cli;

namespace Bq2.Tests.Cellar;

/// <summary>
/// The programs that several tests look at: each folder of sources here is built once for each machine, by whoever asks first.
/// </summary>
internal sealed record FirmwareProgram(byte[] Image, byte[] Object)
{
    private static readonly ConcurrentDictionary<(string, Machine), Lazy<FirmwareProgram>> s_built = [];

    public static FirmwareProgram Of(string folder, Machine machine) =>
        s_built.GetOrAdd((folder, machine), _ => new(() => Build(folder, machine))).Value;

    private static FirmwareProgram Build(string folder, Machine machine)
    {
        using var temp = new TempFolder();
        var sources = Directory.GetFiles(Path.Combine(Repository.Root, "tests/Firmware", folder)).Order(StringComparer.Ordinal);
        Bq2Program.Run(["efi", "build", .. sources, "-o", temp["a.efi"], "--arch", machine.Name(), "--keep-object"]).Accepts();
        return new(File.ReadAllBytes(temp["a.efi"]), File.ReadAllBytes(temp["a.obj"]));
    }
}
