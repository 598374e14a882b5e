using Bq2.Efi.Coff;
using Bq2.Efi.Pe;

namespace Bq2.Tests.RealTools;

/// <summary>Objects that a compiler made, from a few lines of assembly.</summary>
internal static class Assembler
{
    /// <summary>Assembles for a machine; the object lies in the folder as <paramref name="name"/>.</summary>
    public static CoffObject Assemble(TempFolder temp, string name, Machine machine, string source)
    {
        File.WriteAllText(temp[name + ".s"], source);
        string triple = machine == Machine.X64 ? "x86_64-pc-windows-msvc" : "aarch64-pc-windows-msvc";
        RealTool.LlvmMc.Run($"-triple={triple}", "-filetype=obj", temp[name + ".s"], "-o", temp[name]).Accepts();
        return CoffObject.Read(temp[name]);
    }
}
