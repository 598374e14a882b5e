namespace Bq2.Efi.Files;

/// <summary>What kind of file a path names.</summary>
internal enum FileKind
{
    /// <summary>Nothing has this name, or a broken link does.</summary>
    Missing,
    Regular,
    Folder,
    Link,
    Pipe,
    Socket,
    BlockDevice,

    /// <summary>A device without an end: a terminal, /dev/zero.</summary>
    CharacterDevice,
}
