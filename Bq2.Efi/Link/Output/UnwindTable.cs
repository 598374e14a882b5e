using System.Runtime.InteropServices;
using Bq2.Efi.Link.Layout;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Link.Output;

/// <summary>
/// The part of the image that is the unwind table, which need not be a section of its own. Whatever objects ask for, the groups
/// that make it lie side by side.
/// </summary>
internal sealed record UnwindTable(DataDirectory Directory, OutputSection? Home)
{
    public static UnwindTable Of(Resolved resolved, ImageLayout layout)
    {
        foreach (var output in layout.Outputs)
        {
            InputGroup? first = null, last = null;
            foreach (var group in output.Groups)
            {
                if (!group.IsUnwindTable || group.ReservesOnly)
                    continue;
                first ??= group;
                last = group;
            }

            if (first is null)
                continue;
            uint start = layout.AddressOf(first.First), end = layout.AddressOf(last!.Last) + resolved.Sections[last.Last].Length;
            return new(new() { Address = start, Length = end - start }, output);
        }

        return new(default, null);
    }

    /// <summary>Sorts the rows by their functions: whoever unwinds finds a function by binary search.</summary>
    public void Sort(Span<byte> image, Machine machine)
    {
        if (Home is null)
            return;

        var rows = image.Slice(Home.OffsetOf(Directory.Address), (int)Directory.Length);
        if (machine == Machine.X64)
            Sort(MemoryMarshal.Cast<byte, Amd64Function>(rows), (a, b) => a.Begin.CompareTo(b.Begin));
        else
            Sort(MemoryMarshal.Cast<byte, Arm64Function>(rows), (a, b) => a.Begin.CompareTo(b.Begin));
    }

    // Mostly it is in order as it comes.
    private static void Sort<T>(Span<T> functions, Comparison<T> compare)
    {
        for (int i = 1; i < functions.Length; i++)
        {
            if (compare(functions[i - 1], functions[i]) <= 0)
                continue;
            functions.Sort(compare);
            return;
        }
    }
}
