using Bq2.Efi.Files;

namespace Bq2.Image;

internal sealed partial class ImageChain
{
    private const int MaxDepth = 64;
    private readonly List<FileIdentity> _opened = [];

    /// <summary>Records a file as part of the chain, to detect loops.</summary>
    public void Remember(string path) => Remember(FileIdentity.Of(path), path);

    /// <summary>The same for an open file.</summary>
    public void Remember(NamedFile file) => Remember(FileIdentity.Of(file), file.Name);

    private void Remember(FileIdentity identity, string path)
    {
        RefuseCircle(identity, path);
        if (_opened.Count == MaxDepth)
            throw Failure.Of(ImageFaults.BackingChain, $"the chain has more than {MaxDepth} backing files", path);
        _opened.Add(identity);
    }

    private void RefuseCircle(FileIdentity identity, string path)
    {
        if (_opened.Contains(identity))
            throw Failure.Of(ImageFaults.BackingChain, $"the chain of backing files leads back to this one", path);
    }
}
