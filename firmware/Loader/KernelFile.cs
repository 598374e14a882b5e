using Bq2.Efi.Boot;
using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>Checks a kernel before firmware does, which would refuse it with "unsupported" and nothing more.</summary>
internal static unsafe class KernelFile
{
    public static EfiStatus Check(LoadedFile file, Entry entry)
    {
        var path = entry.Program;
        var start = new ReadOnlySpan<byte>(file.Start, file.Size < KernelImage.HeaderBytes ? (int)file.Size : KernelImage.HeaderBytes);
        var fault = KernelImage.Read(start, out var image);
        if (fault != KernelFault.None)
            return IsNoKernel(fault, path, entry);

        if (image.Machine != Firmware.Machine)
            return IsForeign(image, path, entry);

        ulong end = new PeSections(start).End;
        if (end > file.Size)
            return IsCutOff(file.Size, end, path, entry);

        if (!image.TakesLoadFile2 && entry.Text.Initrds.MoveNext())
            WillMissItsInitrd(path);
        return EfiStatus.Success;
    }

    private static EfiStatus IsNoKernel(KernelFault fault, ReadOnlySpan<byte> path, Entry entry) =>
        Fault.Say(EfiStatus.LoadError, "cannot start "u8).AddPath(path).In(entry).Because(fault switch
        {
            KernelFault.Empty => "the file is empty"u8,
            KernelFault.Gzip => "it is compressed with gzip"u8,
            KernelFault.Elf => "it is an ELF file, not an EFI program"u8,
            KernelFault.NotPe => "it is not an EFI program"u8,
            KernelFault.NoPeHeader => "it begins as a DOS program and is no EFI program"u8,
            KernelFault.NotPe32Plus => "it is a 32-bit program"u8,
            _ => "it is a program, but not for EFI"u8,
        }).Try(fault switch
        {
            KernelFault.Gzip => "unpack it with gzip -d"u8,
            KernelFault.Elf => "take the kernel's bzImage or Image instead of vmlinux"u8,
            _ => "take a Linux kernel that was built with CONFIG_EFI_STUB"u8,
        });

    private static EfiStatus IsCutOff(ulong size, ulong end, ReadOnlySpan<byte> path, Entry entry) =>
        Fault.Say(EfiStatus.LoadError, "cannot start "u8).AddPath(path).In(entry).Because("it is cut off: it has "u8).Add(size)
            .Add(" bytes, and its header speaks of "u8).Add(end).Try("copy the kernel to the volume again"u8);

    private static EfiStatus IsForeign(KernelImage image, ReadOnlySpan<byte> path, Entry entry)
    {
        var fault = Fault.Say(EfiStatus.Unsupported, "kernel "u8).AddPath(path).Add(" is for "u8);
        fault = image.Machine.Name.IsEmpty ? fault.Add("another machine"u8) : fault.AddText(image.Machine.Name);
        return fault.Add(", this machine is "u8).AddText(Firmware.Machine.Name).In(entry)
            .Try("take the kernel for this machine, or add to the entry the architecture it is for"u8);
    }

    private static void WillMissItsInitrd(ReadOnlySpan<byte> path) =>
        Fault.Say(EfiStatus.Success, "note: "u8).AddPath(path).Add(" does not say that it takes its initrd from a boot loader"u8)
            .Try("take Linux 5.8 or newer if it starts without its initrd"u8);
}
