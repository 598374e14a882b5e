using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;
using Bq2.Image;
using Bq2.Tests.Efi;

namespace Bq2.Tests.Image;

/// <summary>A small file of each kind that the libraries read.</summary>
internal static class SampleFiles
{
    public static byte[] Make(TempFolder temp, string kind)
    {
        if (kind == "obj")
            return SampleObject.Make(Machine.X64);
        if (kind == "efi")
            return EfiLinker.Link([CoffObject.Read("a.obj", SampleObject.Make(Machine.X64))], new() { Name = "a.efi" }).Image!;

        var tree = new Tree();
        tree.AddFile("a.txt", Content.FromBytes("hello"u8.ToArray()));
        var fat = FatVolume.Plan(tree, new() { Type = FatType.Fat12, Size = 1 << 20 });
        if (kind is "fat" or "disk")
            RawImage.Write(temp["made"], kind == "fat" ? fat : GptDisk.Plan([new(PartitionType.Esp, fat)]));
        else
            Qcow2Image.Write(temp[kind == "top" ? "qcow2" : "made"], fat, new() { ClusterSize = 512 });
        if (kind == "top")
            Qcow2Overlay.Write(temp["made"], fat.Length, "qcow2", DiskFormat.Qcow2, new() { ClusterSize = 512 });
        return File.ReadAllBytes(temp["made"]);
    }
}
