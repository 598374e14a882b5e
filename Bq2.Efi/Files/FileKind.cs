namespace Bq2.Efi.Files;

/// <summary>What a name on this machine stands for.</summary>
public enum FileKind
{
    /// <summary>Nothing of this name, or a link to nothing.</summary>
    Missing,
    Regular,
    Folder,
    Link,
    Pipe,
    Socket,
    BlockDevice,

    /// <summary>A device that has bytes but no length: a terminal, /dev/zero.</summary>
    CharacterDevice,
}
