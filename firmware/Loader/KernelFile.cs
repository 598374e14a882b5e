using Bq2.Efi.Boot;
using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>The file of a kernel, read into memory and found to be a kernel for this machine.</summary>
internal readonly unsafe struct KernelFile : IDisposable
{
    private readonly Pages _pages;

    private KernelFile(Pages pages, ulong size)
    {
        _pages = pages;
        Size = size;
    }

    public byte* Start => _pages.Start;

    public ulong Size { get; }

    public static KernelFile Read(Entry entry, out EfiStatus status)
    {
        var path = entry.Text.Program;
        using var file = EntryPath.Open(path, entry, out status);
        if (status.IsError)
            return default;

        var kernel = ReadAll(file, path, entry, out status);
        if (!status.IsError)
            status = kernel.Check(path, entry);
        if (!status.IsError)
            return kernel;

        kernel.Dispose();
        return default;
    }

    public void Dispose() => _pages.Dispose();

    private static KernelFile ReadAll(OpenFile file, ReadOnlySpan<byte> path, Entry entry, out EfiStatus status)
    {
        ulong size = file.Size(out status);
        if (status.IsError)
        {
            EntryPath.CannotRead(status, path, entry);
            return default;
        }

        var pages = Pages.Allocate(size, MemoryType.LoaderData, out status);
        if (status.IsError)
        {
            Fault.Say(status, "no memory for the "u8).Add(size).Add(" bytes of "u8).AddPath(path).In(entry).Because()
                .Try("give the machine more memory"u8);
            return default;
        }

        var hash = new FileHash(entry.Text.ProgramHash);
        status = file.Read(pages.Start, size, hash.Start());
        if (status.IsError)
            EntryPath.CannotRead(status, path, entry);
        else
            status = hash.Check(path, entry);
        return new(pages, size);
    }

    /// <summary>
    /// Whether firmware can start it. Firmware would refuse what cannot be, with "unsupported" and no other word.
    /// </summary>
    private EfiStatus Check(ReadOnlySpan<byte> path, Entry entry)
    {
        var start = new ReadOnlySpan<byte>(Start, Size < KernelImage.HeaderBytes ? (int)Size : KernelImage.HeaderBytes);
        var fault = KernelImage.Read(start, out var image);
        if (fault != KernelFault.None)
            return IsNoKernel(fault, path, entry);

        if (image.Machine != Firmware.Machine)
            return IsForeign(image, path, entry);

        ulong end = new PeSections(start).End;
        if (end > Size)
            return IsCutOff(end, path, entry);

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

    private EfiStatus IsCutOff(ulong end, ReadOnlySpan<byte> path, Entry entry) =>
        Fault.Say(EfiStatus.LoadError, "cannot start "u8).AddPath(path).In(entry).Because("it is cut off: it has "u8).Add(Size)
            .Add(" bytes, and its header speaks of "u8).Add(end).Try("copy the kernel to the volume again"u8);

    private static EfiStatus IsForeign(KernelImage image, ReadOnlySpan<byte> path, Entry entry)
    {
        var fault = Fault.Say(EfiStatus.Unsupported, "kernel "u8).AddPath(path);
        fault = image.Machine.Name.IsEmpty
            ? fault.Add(" is for machine "u8).AddHex((ulong)image.Machine)
            : fault.Add(" is for "u8).Add(image.Machine.Name);
        return fault.Add(", this machine is "u8).Add(Firmware.Machine.Name).In(entry)
            .Try("take the kernel for this machine, or add to the entry the architecture it is for"u8);
    }

    private static void WillMissItsInitrd(ReadOnlySpan<byte> path) =>
        Fault.Say(EfiStatus.Success, "note: "u8).AddPath(path).Add(" does not say that it takes its initrd from a boot loader"u8)
            .Try("take Linux 5.8 or newer if it starts without its initrd"u8);
}
