using Bq2.Efi.Pe;
using Bq2.Sysroot;

namespace Bq2.Tests.Booting;

/// <summary>A kernel that QEMU starts itself, without firmware; that takes two seconds. The guest changes the disk.</summary>
internal static class DirectBoot
{
    public static string Run(Machine machine, string initrd, string disk, string options, int sectorSize = 512)
    {
        var guest = new GuestFiles(machine);
        var qemu = QemuMachine.Of(machine);
        string sizes = $"logical_block_size={sectorSize},physical_block_size={sectorSize}";
        var call = new ProgramCall(qemu.Program,
        [
            .. qemu.Board, "-nodefaults", "-no-user-config", "-display", "none", "-serial", "stdio", "-no-reboot", "-m", "512",
            "-kernel", guest.Kernel, "-initrd", initrd, "-append", $"console={guest.Console} panic=-1 {options}",
            "-drive", $"if=none,id=disk,format=raw,file={disk}", "-device", $"nvme,serial=bq2,drive=disk,{sizes}",
        ])
        {
            Patience = TimeSpan.FromMinutes(2),
        };
        return call.Run().Accepts().Said;
    }
}
