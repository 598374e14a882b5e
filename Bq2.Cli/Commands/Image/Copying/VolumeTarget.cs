using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>A FAT volume in an image, changed in place.</summary>
internal sealed class VolumeTarget(Volume volume, DateTimeOffset? time) : ICopyTarget
{
    public bool IsFolder(string path) => volume.Find(path) is { IsFolder: true };

    public bool HasFolderFor(string path)
    {
        string whole = path.TrimEnd('/');
        return IsFolder(whole[..Math.Max(0, whole.LastIndexOf('/'))]);
    }

    public void MakeFolder(string path) => volume.CreateFolder(path, time);

    public void Write(string path, Content content, IProgress<long> progress, CancellationToken cancellation) =>
        volume.Write(path, content, time, progress, cancellation);

    public bool Takes(TreeEntry special) => false;

    public void MakeLink(string path, string target) => throw new NotSupportedException();

    public FaultException Refusal(TreeEntry special) => volume.Refusal(special);

    public string Join(string folder, string path) =>
        folder.Length == 0 ? path : path.Length == 0 ? folder : $"{folder.TrimEnd('/')}/{path}";

    public void Dispose() => volume.Dispose();
}
