using Bq2.Efi.Pe;

namespace Bq2.Image;

/// <summary>The first process of initrds, embedded in this library, one for each machine, built from `firmware/Init`.</summary>
internal static class InitProgram
{
    /// <summary>The program for a machine: a static ELF file that needs nothing beside it.</summary>
    public static Content For(Machine machine)
    {
        string name = machine == Machine.X64 ? "initx64" : "initaa64";
        using var resource = typeof(InitProgram).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return Content.FromBytes(bytes);
    }
}
