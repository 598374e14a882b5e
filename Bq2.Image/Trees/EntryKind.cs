namespace Bq2.Image;

/// <summary>What an entry of a tree or of a volume is.</summary>
public enum EntryKind
{
    File,
    Folder,

    /// <summary>A symbolic link.</summary>
    Link,

    /// <summary>Another name of a file that stands elsewhere in the tree.</summary>
    HardLink,
    BlockDevice,
    CharacterDevice,
    Pipe,
    Socket,
}
