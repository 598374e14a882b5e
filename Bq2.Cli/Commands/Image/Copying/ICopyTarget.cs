using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>Where copies go: a folder on the host, or a volume.</summary>
internal interface ICopyTarget : IDisposable
{
    bool IsFolder(string path);

    /// <summary>Whether the parent folder of this path exists.</summary>
    bool HasFolderFor(string path);

    /// <summary>Makes a folder unless it exists. Its parent exists.</summary>
    void MakeFolder(string path);

    /// <summary>Writes a file, replacing one of the same name; a cancelled write leaves that as it was.</summary>
    void Write(string path, Content content, IProgress<long> progress, CancellationToken cancellation);

    /// <summary>Whether something that is neither a file nor a folder can be copied; only links can.</summary>
    bool Takes(TreeEntry special);

    /// <summary>Makes a symbolic link.</summary>
    void MakeLink(string path, string target);

    /// <summary>Why something that is neither a file nor a folder cannot be copied.</summary>
    FaultException Refusal(TreeEntry special);

    string Join(string folder, string path);
}
