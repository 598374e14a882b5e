using Bq2.Efi.Pe;
using Bq2.Image;

namespace Bq2.Tests.Booting;

/// <summary>The Linux that eng/guest.sh fetched, which says what it sees and switches the machine off.</summary>
internal sealed record GuestFiles(Machine Machine)
{
    /// <summary>Its last words.</summary>
    public const string Done = "bq2-guest: done";

    private string Folder => Path.Combine(Repository.Root, "artifacts/guest", Machine.Name());

    public string Kernel => Path.Combine(Folder, "vmlinuz");

    public string Initrd => Path.Combine(Folder, "initrd.cpio");

    public string Busybox => Path.Combine(Folder, "busybox");

    /// <summary>The module by which the guest sees firmware's variables.</summary>
    public string VariablesModule => Path.Combine(Folder, "efivarfs.ko");

    public string SystemdBoot => Path.Combine(Folder, "systemd-boot.efi");

    public string UkiStub => Path.Combine(Folder, "uki.stub");

    public string Console => Machine == Machine.X64 ? "ttyS0" : "ttyAMA0";

    public BootDisk Disk => new()
    {
        Machine = Machine,
        Kernel = Content.FromFile(Kernel),
        Initrds = [Content.FromFile(Initrd)],
        CommandLine = $"console={Console} quiet panic=-1 bq2.test=\"two words\"",
    };
}
