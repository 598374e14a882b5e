using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>Where copies go: a folder of this machine, or a volume.</summary>
internal interface ICopyTarget : IDisposable
{
    bool IsFolder(string path);

    /// <summary>Whether the folder is there in which something of this path would be.</summary>
    bool HasFolderFor(string path);

    /// <summary>Makes a folder, unless it is there. The one around it is.</summary>
    void MakeFolder(string path);

    /// <summary>Writes a file, a new one or in the place of one that is there.</summary>
    void Write(string path, Content content);

    /// <summary>Why something that is neither a file nor a folder cannot be copied.</summary>
    FaultException Refusal(TreeEntry special);

    string Join(string folder, string path);
}
