using System.Text;
using Bq2.Efi;
using Bq2.Efi.Pe;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>Files of a boot disk, and the fault of planning one.</summary>
internal static class MenuSample
{
    public static Content Kernel => Content.FromBytes(EfiHeaders.Program(Machine.X64, 5000));

    /// <summary>The file, and beside it what entries may name.</summary>
    public static Tree Files(string path, string text)
    {
        var files = new Tree();
        files.AddFile(path, Content.FromBytes(Encoding.UTF8.GetBytes(text)));
        files.AddFile("k", Content.FromBytes(EfiHeaders.Program(Machine.X64, 4000)));
        files.AddFile("foreign", Content.FromBytes(EfiHeaders.Program(Machine.Arm64, 4000)));
        files.AddFile("text", Content.FromBytes("text"u8.ToArray()));
        files.AddFile("cut", Content.FromBytes(EfiHeaders.Uki(Machine.X64, 3000).AsMemory(0, 1030)));
        return files;
    }

    public static (string Code, string Message) Fault(BootDisk disk)
    {
        var fault = Assert.Throws<FaultException>(disk.Plan).Fault;
        return (fault.Code, fault.Message);
    }

    public static string TextAt(Tree tree, string path) => Encoding.UTF8.GetString(tree.Find(path)!.Content!.Head(100_000));
}
