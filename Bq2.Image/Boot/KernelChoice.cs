using Bq2.Efi;

namespace Bq2.Image;

/// <summary>The kernel in a root file system, and its initrd, where distributions put them.</summary>
/// <param name="Kernel">The kernel.</param>
/// <param name="Version">Its version, as the folder of its modules is called; null if its name does not tell.</param>
/// <param name="Initrd">The initrd that the distribution made for it; null if there is none.</param>
internal sealed record KernelChoice(TreeEntry Kernel, string? Version, TreeEntry? Initrd)
{
    private static readonly string[] s_names = ["vmlinuz", "vmlinux", "Image", "linux", "kernel"];
    private static readonly string[] s_withoutVersion = ["/vmlinuz", "/boot/vmlinuz", "/boot/vmlinuz-linux", "/boot/Image", "/boot/kernel"];

    /// <summary>The kernel of this version, or the newest; null if there is none.</summary>
    public static KernelChoice? Of(Tree root, string? version)
    {
        var found = InBoot(root).Concat(BesideModules(root)).Where(each => version is null || each.Version == version).ToList();
        if (found.Count > 0)
            return found.MaxBy(each => each.Version!, KernelVersions.Order);

        foreach (string path in version is null ? s_withoutVersion : [])
        {
            if (root.Resolve(path) is { Content: not null } kernel)
                return new(kernel, ModuleFolder.VersionIn(root, null), InitrdOf(root, "linux"));
        }

        return null;
    }

    /// <summary>The failure for a root in which there is none.</summary>
    public static FaultException Missing(string? version)
    {
        string wanted = version is null ? "no kernel" : $"no kernel {version}";
        return Failure.Of(TreeFaults.NoKernelInRoot,
            $"there is {wanted} in the root file system, neither in /boot nor in /usr/lib/modules",
            hint: "give one, or install one in it");
    }

    // /boot/vmlinuz-6.1.0-18-amd64
    private static IEnumerable<KernelChoice> InBoot(Tree root)
    {
        foreach (var entry in root.Resolve("/boot")?.Children ?? [])
        {
            int hyphen = entry.Name.IndexOf('-', StringComparison.Ordinal);
            if (hyphen > 0 && s_names.Contains(entry.Name[..hyphen]) && char.IsAsciiDigit(entry.Name.ElementAtOrDefault(hyphen + 1))
                && root.Resolve(entry.Path) is { Content: not null } kernel)
                yield return new(kernel, entry.Name[(hyphen + 1)..], InitrdOf(root, entry.Name[(hyphen + 1)..]));
        }
    }

    // /usr/lib/modules/6.1.0/vmlinuz
    private static IEnumerable<KernelChoice> BesideModules(Tree root)
    {
        foreach (var folder in (root.Resolve("/usr/lib/modules") ?? root.Resolve("/lib/modules"))?.Children ?? [])
        {
            foreach (string name in s_names)
            {
                if (folder.Find(name) is { Content: not null } kernel)
                    yield return new(kernel, folder.Name, InitrdOf(root, folder.Name));
            }
        }
    }

    // Debian's, Fedora's and Arch's names.
    private static TreeEntry? InitrdOf(Tree root, string version)
    {
        string[] places = [$"/boot/initrd.img-{version}", $"/boot/initramfs-{version}.img", $"/boot/initrd-{version}",
            $"/usr/lib/modules/{version}/initrd"];
        return places.Select(root.Resolve).FirstOrDefault(entry => entry is { Content.Length: > 0 });
    }
}
