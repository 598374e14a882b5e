using Bq2.Efi;
using Bq2.Efi.Binary;
using Bq2.Efi.Boot;
using Bq2.Efi.Pe;

namespace Bq2.Image;

/// <summary>Checks early whether a machine's firmware would start a program, by the boot loader's own rules.</summary>
internal static class PeCheck
{
    public static void IsFor(Machine machine, Content program, string what)
    {
        byte[] head = program.Head(KernelImage.HeaderBytes);
        try
        {
            Check(machine, head, what);
        }
        catch (FaultException bad) when (program.Path is { } path)
        {
            throw bad.In(path);
        }
    }

    private static void Check(Machine machine, ReadOnlySpan<byte> head, string what)
    {
        var fault = KernelImage.Read(head, out var image);
        if (fault != KernelFault.None)
        {
            bool begins = fault is KernelFault.NoPeHeader or KernelFault.NotPe32Plus or KernelFault.NotEfiApplication;
            throw Bad(ImageFaults.NotAnEfiProgram,
                $"the {what} is not an EFI program: {Reason(fault)}", head,
                begins ? DosHeader.PeOffsetField : 0, begins ? 4 : 2, Hint(fault));
        }

        int machineField = (int)head.ReadAt<DosHeader>(0).PeOffset + sizeof(uint);
        if (image.Machine != machine)
        {
            throw Bad(ImageFaults.ProgramMachine,
                $"the {what} is for {image.Machine.Name()}, the disk for {machine.Name()}", head, machineField, 2);
        }
    }

    /// <summary>The machine of a program; null if it is none for firmware.</summary>
    public static Machine? MachineOf(Content program) =>
        KernelImage.Read(program.Head(KernelImage.HeaderBytes), out var image) == KernelFault.None ? image.Machine : null;

    public static string Reason(KernelFault fault) => fault switch
    {
        KernelFault.Empty => "the file is empty",
        KernelFault.Gzip => "it is compressed with gzip",
        KernelFault.Elf => "it is an ELF file",
        KernelFault.NotPe => "it does not begin with \"MZ\"",
        KernelFault.NoPeHeader => "there is no PE header where its first bytes say",
        KernelFault.NotPe32Plus => "it is a 32-bit program",
        _ => "it is a program, but its subsystem is not UEFI application",
    };

    private static string? Hint(KernelFault fault) => fault switch
    {
        KernelFault.Gzip => "unpack it with gunzip",
        KernelFault.Elf => "this looks like vmlinux; use bzImage or Image, which have an EFI stub",
        _ => null,
    };

    private static FaultException Bad(
        FaultCode code, FormattableString message, ReadOnlySpan<byte> head, int offset, int count, string? hint = null) =>
        new(new Fault(code, FormattableString.Invariant(message)) { Hint = hint }.Showing(head, offset, count));
}
