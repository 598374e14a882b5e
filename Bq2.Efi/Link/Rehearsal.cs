using Bq2.Efi.Coff;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Link;

/// <summary>
/// A tiny link in which everything that a link does is done once. The runtime compiles a method when it is first called; in a large
/// link that would be a tenth of the time, with the other cores waiting.
/// </summary>
internal static class Rehearsal
{
    private const SectionTraits Code = SectionTraits.Code | SectionTraits.Execute | SectionTraits.Read;
    private const SectionTraits Constants = SectionTraits.InitializedData | SectionTraits.Read;

    /// <summary>Does it, or another piece of work in its place. What fails here fails alone: the program may never link anything.</summary>
    public static void Run(Action? work = null)
    {
        try
        {
            (work ?? Link)();
        }
        catch (Exception)
        {
            // An exception that leaves a thread ends its process.
        }
    }

    private static void Link()
    {
        // One that wants, and two that bring the same.
        CoffObject[] objects = [Read("EfiMain", "twice"), Read("twice", null), Read("twice", null)];
        EfiLinker.Link(objects, new() { Name = "rehearsal.efi" });
    }

    private static CoffObject Read(string function, string? callee)
    {
        var builder = new CoffBuilder(Machine.X64);
        short text = builder.Section(".text", Code, new byte[16]);
        builder.Comdat(text, ComdatSelection.Any);
        uint symbol = builder.Symbol(function, text);
        short table = builder.Section(".rdata", Constants, new byte[16]);
        builder.Relocation(table, 0, (ushort)Amd64Relocation.Addr64, symbol);
        builder.Relocation(table, 8, (ushort)Amd64Relocation.Addr32Nb, symbol);

        // Equal in each of them, to be folded.
        short unwind = builder.Section(".xdata", Constants, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
        builder.Comdat(unwind, ComdatSelection.Associative, text);
        if (callee is not null)
            builder.Relocation(text, 0, (ushort)Amd64Relocation.Rel32, builder.Symbol(callee));
        return CoffObject.Read(function, builder.ToBytes());
    }
}
