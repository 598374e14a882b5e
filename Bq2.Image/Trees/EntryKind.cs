namespace Bq2.Image;

/// <summary>The kind of an entry in a tree or a volume.</summary>
public enum EntryKind
{
    /// <summary>A regular file.</summary>
    File,
    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link.</summary>
    Link,

    /// <summary>Another name of a file elsewhere in the tree.</summary>
    HardLink,
    /// <summary>A block device.</summary>
    BlockDevice,
    /// <summary>A character device.</summary>
    CharacterDevice,
    /// <summary>A named pipe.</summary>
    Pipe,
    /// <summary>A socket.</summary>
    Socket,
}
