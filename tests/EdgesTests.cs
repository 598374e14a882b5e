using Bq2.Cli;
using Bq2.Efi;
using Bq2.Image;
using Bq2.Sysroot;

namespace Bq2.Tests;

/// <summary>
/// Which folder knows which. A folder refers only to those that stand before it here, so there is no circle, between projects or
/// inside one. A new edge is a decision: it is written here, or the reference goes.
/// </summary>
public sealed class EdgesTests
{
    // Project, folder in it (a dot for its own), and what that knows: folders of the same project, and whole projects below.
    private static readonly (string Project, string Folder, string Knows)[] s_allowed =
    [
        ("Bq2.Efi", "Faults", ""),
        ("Bq2.Efi", "Files", "Faults"),
        ("Bq2.Efi", "Shared/Pe", ""),
        ("Bq2.Efi", "Shared/Uefi", ""),
        ("Bq2.Efi", "Shared/Boot", "Shared/Pe Shared/Uefi"),
        ("Bq2.Efi", "Shared/Linux", "Shared/Uefi Shared/Boot"),
        ("Bq2.Efi", "Binary", "Shared/Boot"),
        ("Bq2.Efi", "Coff", "Binary Faults Files Shared/Pe"),
        ("Bq2.Efi", "Work", ""),
        ("Bq2.Efi", "Pe", "Binary Faults Files Shared/Pe Coff"),
        ("Bq2.Efi", "Elf", "Binary Faults Shared/Pe Pe"),
        ("Bq2.Efi", "Pe/Disassembly", "Faults Shared/Pe Pe"),
        ("Bq2.Efi", "Pe/Verify", "Binary Faults Shared/Pe Pe Pe/Disassembly"),
        ("Bq2.Efi", "Link/Terms", "Faults Shared/Pe Coff"),
        ("Bq2.Efi", "Link/Names", ""),
        ("Bq2.Efi", "Link/Relocations", "Shared/Pe Coff"),
        ("Bq2.Efi", "Link/Inputs", "Faults Shared/Pe Coff Work Pe Link/Terms Link/Names"),
        ("Bq2.Efi", "Link/Resolution", "Binary Faults Shared/Pe Coff Work Link/Terms Link/Names Link/Relocations Link/Inputs"),
        ("Bq2.Efi", "Link/Layout", "Binary Faults Shared/Pe Coff Work Pe Link/Terms Link/Relocations Link/Inputs Link/Resolution"),
        ("Bq2.Efi", "Link/Output",
            "Binary Faults Shared/Pe Coff Work Pe Pe/Verify "
                + "Link/Terms Link/Names Link/Relocations Link/Inputs Link/Resolution Link/Layout"),
        ("Bq2.Efi", "Link", "Shared/Pe Coff Link/Terms Link/Inputs Link/Resolution Link/Layout Link/Output"),

        ("Bq2.Image", ".", "Bq2.Efi"),
        ("Bq2.Image", "Compression/Deflate", ""),
        ("Bq2.Image", "Compression", "Bq2.Efi ."),
        ("Bq2.Image", "Compression/Gzip", "Bq2.Efi . Compression Compression/Deflate"),
        ("Bq2.Image", "Compression/Lz4", ""),
        ("Bq2.Image", "Compression/Lzma", "Bq2.Efi . Compression"),
        ("Bq2.Image", "Compression/Zstd", "Bq2.Efi . Compression Compression/Deflate"),
        ("Bq2.Image", "Storage", "Bq2.Efi ."),
        ("Bq2.Image", "Compression/Unpacking", "Bq2.Efi . Compression Compression/Gzip Compression/Lzma Compression/Zstd Storage"),
        ("Bq2.Image", "Containers/Formats", "Bq2.Efi . Storage"),
        ("Bq2.Image", "Partitions", "Bq2.Efi . Storage"),
        ("Bq2.Image", "Trees", "Bq2.Efi . Storage"),
        ("Bq2.Image", "Volumes", "Bq2.Efi . Storage Partitions Trees"),
        ("Bq2.Image", "Volumes/Fat", "Bq2.Efi . Storage Trees Volumes"),
        ("Bq2.Image", "Volumes/Ext4", "Bq2.Efi . Storage Trees Volumes"),
        ("Bq2.Image", "Volumes/Erofs", "Bq2.Efi . Compression/Lz4 Storage Trees Volumes"),
        ("Bq2.Image", "Writing", "Bq2.Efi Storage"),
        ("Bq2.Image", "Verity", "Bq2.Efi . Storage Writing"),
        ("Bq2.Image", "Containers/Raw", "Bq2.Efi . Storage Writing"),
        ("Bq2.Image", "Containers/Qcow2",
            "Bq2.Efi . Compression/Deflate Compression/Zstd Storage Containers/Formats Writing Containers/Raw"),
        ("Bq2.Image", "Containers", "Bq2.Efi . Storage Containers/Formats Containers/Qcow2"),
        ("Bq2.Image", "Archives", "Bq2.Efi . Storage Compression Compression/Unpacking Trees Writing Containers/Raw"),
        ("Bq2.Image", "Archives/Cpio", "Bq2.Efi . Storage Trees Archives"),
        ("Bq2.Image", "Archives/Zip", "Bq2.Efi . Storage Compression Compression/Gzip Compression/Unpacking Trees Archives"),
        ("Bq2.Image", "Archives/Packages", "Bq2.Efi . Storage Trees Archives"),
        ("Bq2.Image", "Archives/Oci", "Bq2.Efi . Storage Compression/Unpacking Trees Archives"),
        ("Bq2.Image", "Initrds", "Bq2.Efi . Storage Compression/Gzip Compression/Unpacking Trees Archives/Cpio"),
        ("Bq2.Image", "Trees/Unpacking", "Bq2.Efi Storage Trees Containers/Raw"),
        ("Bq2.Image", "Boot",
            "Bq2.Efi . Storage Partitions Trees Volumes/Fat Volumes/Ext4 Volumes/Erofs Verity Initrds"),
        ("Bq2.Image", "Places",
            "Bq2.Efi . Storage Compression/Unpacking Partitions Containers/Formats Containers/Qcow2 Containers Trees "
                + "Volumes Volumes/Fat Volumes/Ext4 Volumes/Erofs "
                + "Archives Archives/Cpio Archives/Zip Archives/Packages Archives/Oci"),

        ("Bq2.Sysroot", ".", "Bq2.Efi"),
        ("Bq2.Sysroot", "Machines", "Bq2.Efi Bq2.Image ."),

        ("Bq2.Cli", "Process", "Bq2.Efi Bq2.Sysroot"),
        ("Bq2.Cli", "Saying", "Bq2.Efi Bq2.Image Bq2.Sysroot Process"),
        ("Bq2.Cli", "Words", "Bq2.Efi Bq2.Image Bq2.Sysroot Process Saying"),
        ("Bq2.Cli", "Commands/Efi", "Bq2.Efi Bq2.Sysroot Process Saying Words"),
        ("Bq2.Cli", "Commands/Image/Copying", "Bq2.Efi Bq2.Image Process Saying Words"),
        ("Bq2.Cli", "Commands/Image", "Bq2.Efi Bq2.Image Bq2.Sysroot Process Saying Words Commands/Image/Copying"),
        ("Bq2.Cli", "Commands", "Process Saying Words Commands/Efi Commands/Image"),
        ("Bq2.Cli", ".", "Bq2.Efi Process Saying Words Commands"),
    ];

    private static readonly CompiledEdges s_found = new(
        [typeof(Fault).Assembly, typeof(Source).Assembly, typeof(Boot).Assembly, typeof(Verb).Assembly],
        ["Bq2.Efi", "Bq2.Image", "Bq2.Sysroot", "Bq2.Cli"]);

    [Fact]
    public void FoldersKnowWhatIsWrittenHereAndNothingElse()
    {
        var allowed = s_allowed.SelectMany(each => Words(each.Knows).Select(known => (each.Project, each.Folder, Known: known)))
            .ToHashSet();
        var found = s_found.Select(edge => (Edge: Named(edge.From, edge.To), edge.Example)).ToList();
        var unknown = found.Where(each => !allowed.Contains(each.Edge)).Select(each => $"{each.Edge} is not written here: {each.Example}");
        var unused = allowed.Except(found.Select(each => each.Edge)).Select(each => $"{each} is written here, and is no longer so");
        string[] wrong = [.. unknown, .. unused];

        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void EachFolderKnowsOnlyThoseBeforeIt()
    {
        var before = new HashSet<string>();
        foreach (var (project, folder, knows) in s_allowed)
        {
            Assert.All(Words(knows),
                known => Assert.Contains(known.StartsWith("Bq2.", StringComparison.Ordinal) ? $"{known} ." : $"{project} {known}", before));
            before.Add($"{project} .");
            Assert.True(folder == "." || before.Add($"{project} {folder}"), $"{folder} stands here twice");
        }
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static (string Project, string Folder, string Known) Named(string from, string to)
    {
        var (project, folder) = Split(from);
        var (other, place) = Split(to);
        return (project, folder, other == project ? place : other);
    }

    private static (string Project, string Folder) Split(string path) =>
        path.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? (path[..slash], path[(slash + 1)..]) : (path, ".");
}
