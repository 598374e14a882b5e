using System.Text;
using Bq2.Efi.Pe;
using Bq2.Image;

namespace Bq2.Tests.Booting;

/// <summary>An initrd with our first process, and with modules for it to load.</summary>
internal sealed class InitrdFiles(Machine machine)
{
    private readonly List<(string Name, byte[] Content)> _files = [("init", InitProgram.For(machine).Head(1 << 20))];
    private readonly List<string> _list = [];

    /// <summary>These modules of the guest's kernel, behind those that they need.</summary>
    public void AddModules(params string[] names)
    {
        foreach (string path in new GuestFiles(machine).ModulesWith(names))
        {
            string name = "lib/modules/" + Path.GetFileName(path);
            _files.Add((name, File.ReadAllBytes(path)));
            Add(name);
        }
    }

    public void AddFile(string name, byte[] content) => _files.Add((name, content));

    /// <summary>A line of the list of modules.</summary>
    public void Add(string line) => _list.Add("/" + line);

    public void Write(string path) =>
        File.WriteAllBytes(path, Initramfs.Of([.. _files, ("lib/modules/load", Encoding.UTF8.GetBytes(string.Join('\n', _list)))]));
}
