using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Pe;

/// <summary>One image of Debian's packages, called by its package and file.</summary>
internal sealed record DebianImage(string Name, byte[] Bytes);

/// <summary>What eng/efi-images.sh and eng/guest.sh fetched.</summary>
internal static class DebianImages
{
    private static string Folder => Path.Combine(Repository.Root, "artifacts/efi-images");

    public static IEnumerable<DebianImage> For(Machine machine)
    {
        string folder = Path.Combine(Folder, machine.DebianName());
        string kernel = Path.Combine(Repository.Root, "artifacts/guest", machine.Name(), "vmlinuz");
        string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*", SearchOption.AllDirectories) : [];
        return files.Order(StringComparer.Ordinal).Append(kernel).Where(File.Exists)
            .Select(
                path => new DebianImage(Path.GetRelativePath(Path.Combine(Repository.Root, "artifacts"), path), File.ReadAllBytes(path)));
    }
}
