using System.Text;
using Bq2.Efi.Boot;
using Bq2.Efi.Linux;

namespace Bq2.Tests.Shared.Linux;

public sealed class FileSystemMarkTests
{
    private const string Id = "01234567-89ab-cdef-0123-456789abcdef";

    [Needs("blkid mke2fs")]
    [InlineData("ext4", "twelve bytes", 1024)]
    [InlineData("ext4", "sixteen bytes it", 4096)]   // no room for a zero
    [InlineData("ext2", "", 2048)]
    public void Ext4IsWhatBlkidSees(string type, string label, int blockSize)
    {
        using var temp = new TempFolder();
        new RealTool("mke2fs").Run("-q", "-t", type, "-L", label, "-U", Id, "-b", $"{blockSize}", "-F", temp["disk"], "8M").Accepts();

        var mark = FileSystemMark.Read(Start(temp["disk"]));

        Assert.Equal(FileSystemKind.Ext4, mark.Kind);
        Assert.Equal(label, Encoding.UTF8.GetString(mark.Label));
        Assert.Equal((ulong)blockSize, mark.BlockSize);
        Assert.Equal((8u << 20) / (ulong)blockSize, mark.BlockCount);
        Agrees(temp["disk"], mark);
    }

    [Needs("blkid mkfs.erofs mksquashfs mkfs.xfs")]
    [InlineData("erofs")]
    [InlineData("squashfs")]
    [InlineData("xfs")]
    public void OthersAreWhatBlkidSees(string type)
    {
        using var temp = new TempFolder();
        Directory.CreateDirectory(temp["tree"]);
        var made = type switch
        {
            "erofs" => new RealTool("mkfs.erofs").Run("-U", Id, temp["disk"], temp["tree"]),
            "squashfs" => new RealTool("mksquashfs").Run(temp["tree"], temp["disk"], "-quiet"),
            _ => new RealTool("mkfs.xfs").Run("-q", "-L", "twelve bytes", "-m", "uuid=" + Id, "-d", "file,size=512m,name=" + temp["disk"]),
        };
        made.Accepts();

        var mark = FileSystemMark.Read(Start(temp["disk"]));

        Assert.Equal(type, Encoding.UTF8.GetString(mark.Type));
        Agrees(temp["disk"], mark);
    }

    [Fact]
    [Trait(Fuzzing.Category, Fuzzing.Fuzz)]
    public void NoBytesAreTooOdd()
    {
        var random = Fuzzing.Random(42);
        byte[] start = new byte[FileSystemMark.Length];
        for (int i = 0; i < 2000; i++)
        {
            random.NextBytes(start);
            (start[1080], start[1081]) = (0x53, 0xef);
            var mark = FileSystemMark.Read(start);
            Assert.True(mark.Kind == FileSystemKind.Ext4 && mark.BlockSize >= 1024 && mark.Label.Length <= 16);
        }

        Assert.Equal(FileSystemKind.Unknown, FileSystemMark.Read(start.AsSpan(1)).Kind);
        Assert.Equal(FileSystemKind.Unknown, FileSystemMark.Read(new byte[FileSystemMark.Length]).Kind);
    }

    private static byte[] Start(string path)
    {
        using var file = File.OpenRead(path);
        byte[] start = new byte[FileSystemMark.Length];
        file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return start;
    }

    private static void Agrees(string path, in FileSystemMark mark)
    {
        string said = new RealTool("blkid").Run("-p", "-o", "export", path).Accepts().Said;
        var id = new Utf8Writer(new byte[36]);
        DiskIds.WriteUuid(mark.Id, ref id);

        Assert.Equal(ValueOf("UUID"), Encoding.UTF8.GetString(id.Written));
        Assert.Equal(ValueOf("LABEL").Replace("\\ ", " ", StringComparison.Ordinal), Encoding.UTF8.GetString(mark.Label));
        Assert.Equal(ValueOf("TYPE").Replace("ext2", "ext4", StringComparison.Ordinal), Encoding.UTF8.GetString(mark.Type));

        string ValueOf(string key) =>
            said.Split('\n').FirstOrDefault(line => line.StartsWith(key + "=", StringComparison.Ordinal))?[(key.Length + 1)..] ?? "";
    }
}
