using Bq2.Efi.Coff;
using Bq2.Efi.Pe;

namespace Bq2.Tests.RealTools;

/// <summary>Objects that a compiler made, from a few lines of assembly or C++.</summary>
internal static class Assembler
{
    /// <summary>Compiles C++ as for Windows, which is how UEFI programs are compiled: each function in a section of its own.</summary>
    public static CoffObject Compile(TempFolder temp, string name, Machine machine, string source)
    {
        File.WriteAllText(temp[name + ".cpp"], source);
        RealTool.Clang.Run(
            $"--target={Triple(machine)}", "-ffunction-sections", "-fdata-sections", "-fno-rtti", "-fno-exceptions",
            "-fno-threadsafe-statics",
            "-O1", "-fno-inline", "-w", "-c", temp[name + ".cpp"], "-o", temp[name]).Accepts();
        return CoffObject.Read(temp[name]);
    }

    /// <summary>Compiles a file of C or C++ with these options, for a program that has no library around it.</summary>
    public static CoffObject CompileFile(TempFolder temp, string name, Machine machine, string source, params string[] options)
    {
        RealTool.Clang.Run([
            $"--target={Triple(machine)}", "-ffreestanding", "-fno-rtti", "-fno-exceptions", "-fno-threadsafe-statics",
            "-ffunction-sections", "-fdata-sections", .. options, "-c", source, "-o", temp[name],
        ]).Accepts();
        return CoffObject.Read(temp[name]);
    }

    /// <summary>Assembles for a machine; the object lies in the folder as <paramref name="name"/>.</summary>
    public static CoffObject Assemble(TempFolder temp, string name, Machine machine, string source)
    {
        File.WriteAllText(temp[name + ".s"], source);
        RealTool.LlvmMc.Run($"-triple={Triple(machine)}", "-filetype=obj", temp[name + ".s"], "-o", temp[name]).Accepts();
        return CoffObject.Read(temp[name]);
    }

    private static string Triple(Machine machine) => $"{machine.Name()}-pc-windows-msvc";
}
