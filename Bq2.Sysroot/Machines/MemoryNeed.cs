using System.Text;
using Bq2.Efi;
using Bq2.Efi.Binary;
using Bq2.Efi.Boot;
using Bq2.Efi.Pe;
using Bq2.Image;

namespace Bq2.Sysroot;

/// <summary>
/// Estimates from a disk how much memory a machine needs to start Linux from it. With less, firmware and kernels crash without a
/// message, and a boot loader cannot prevent it.
/// </summary>
internal static class MemoryNeed
{
    private const long Mebibyte = 1 << 20;

    // Measured: with 112 MiB, AAVMF ends before it starts anything. OVMF uses about 40 while a loader runs.
    private const int OfAavmf = 128;
    private const int OfOvmf = 40;

    // From Linux's header, "The Linux/x86 Boot Protocol": its signature, and the memory it needs to unpack itself.
    private const int Signature = 0x202, InitSize = 0x260;
    private const uint HdrS = 0x5372_6448;

    /// <summary>In MiB; 0 if unknown.</summary>
    public static int Of(string disk, QemuMachine machine, OpenOptions options)
    {
        if (machine == QemuMachine.Arm64)
            return OfAavmf;
        try
        {
            using var esp = new ImagePath(disk, null, "").Open(options);
            return OfLinux(esp) is > 0 and var bytes ? OfOvmf + (int)((bytes + Mebibyte - 1) / Mebibyte) : 0;
        }
        catch (FaultException)
        {
            return 0;
        }
    }

    // The smallest need of all entries: which one will start is not known.
    private static long OfLinux(Volume esp)
    {
        if (esp.Find("loader/entries") is null)
            return 0;
        var entries = esp.List("loader/entries").Where(file => !file.IsFolder);
        long[] needs = [.. entries.Select(file => OfEntry(esp, file.Path)).Where(need => need > 0)];
        return needs.Length > 0 ? needs.Min() : 0;
    }

    // The kernel needs the memory twice: to move to, and to unpack itself into.
    private static long OfEntry(Volume esp, string path)
    {
        var entry = new BootEntry(esp.Read(path, BootEntry.MaxTextLength));
        if (entry.ProblemOn(Machine.X64) != EntryProblem.None || entry.Linux.IsEmpty)
            return 0;

        long bytes = 2L * SizeInMemory(esp, Encoding.UTF8.GetString(entry.Linux).Trim('/', '\\'));
        foreach (var initrd in entry.Initrds)
            bytes += esp.Find(Encoding.UTF8.GetString(initrd).Trim('/', '\\'))?.Length ?? 0;
        return bytes;
    }

    private static uint SizeInMemory(Volume esp, string path)
    {
        using var file = esp.OpenFile(path);
        byte[] head = Content.FromSource(file, 0, file.Length).Head(KernelImage.HeaderBytes);
        return head.Length > InitSize + sizeof(uint) && head.ReadAt<uint>(Signature) == HdrS ? head.ReadAt<uint>(InitSize) : 0;
    }
}
