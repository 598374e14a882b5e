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

    /// <summary>Modules of the kernel, and before each those that it needs.</summary>
    public IReadOnlyList<string> ModulesWith(params IEnumerable<string> names)
    {
        var found = new List<string>();
        foreach (string name in names)
        {
            string path = Path.Combine(Folder, "modules", name + ".ko");
            string text = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(path));
            string needed = text.Split("\0depends=")[1].Split('\0')[0];
            found.AddRange(ModulesWith(needed.Split(',', StringSplitOptions.RemoveEmptyEntries)).Append(path).Except(found).ToList());
        }

        return found;
    }

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
