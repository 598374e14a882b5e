using Bq2.Efi.Binary;
using Bq2.Efi.Pe;

namespace Bq2.Image;

/// <summary>Sees before it is too late whether firmware of a machine would start a program at all.</summary>
internal static class PeCheck
{
    // Kernels have their PE header within the first page, most linkers too.
    private const int HeadSize = 64 << 10;

    public static void IsFor(Machine machine, Content program, string what)
    {
        byte[] head = program.Head(HeadSize);
        try
        {
            Check(machine, head, what);
        }
        catch (BadFormatException bad) when (program.Path is { } path)
        {
            throw bad.In(path);
        }
    }

    private static void Check(Machine machine, ReadOnlySpan<byte> head, string what)
    {
        if (head.Length < DosHeader.Size || head.ReadAt<DosHeader>(0) is not { Magic: DosHeader.MagicMz } dos)
            throw Bad("IMG008", $"the {what} is no EFI program: it does not begin with \"MZ\"", head, 0, 2, HintFor(head));
        if (dos.PeOffset > head.Length - sizeof(uint) - CoffHeader.Size
            || head.ReadAt<uint>((int)dos.PeOffset) != CoffHeader.PeSignature)
        {
            throw Bad("IMG008",
                $"the {what} is no EFI program: there is no PE header at 0x{dos.PeOffset:x}", head, 60, 4, HintFor(head));
        }

        int coff = (int)dos.PeOffset + sizeof(uint);
        var found = head.ReadAt<CoffHeader>(coff).Machine;
        if (found != machine)
            throw Bad("IMG009", $"the {what} is for {found.Name()}, the disk for {machine.Name()}", head, coff, 2);
    }

    private static string? HintFor(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]))
            return "it is compressed with gzip: gunzip makes the kernel of it";
        return head.StartsWith("\u007fELF"u8) ? "this looks like vmlinux; take bzImage or Image, which have an EFI stub" : null;
    }

    private static BadFormatException Bad(
        string code, FormattableString message, ReadOnlySpan<byte> head, int offset, int count, string? hint = null) =>
        new(new Fault(code, FormattableString.Invariant(message)) { Hint = hint }.Showing(head, offset, count));
}
