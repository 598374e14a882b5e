using Bq2.Efi.Pe;

namespace Bq2.Image;

/// <summary>The boot loaders embedded in this library, one for each machine, built from `firmware`.</summary>
public static class BootLoader
{
    /// <summary>The loader for a machine.</summary>
    public static Content For(Machine machine)
    {
        using var resource = typeof(BootLoader).Assembly.GetManifestResourceStream(machine.BootFileName())!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return Content.FromBytes(bytes);
    }
}
