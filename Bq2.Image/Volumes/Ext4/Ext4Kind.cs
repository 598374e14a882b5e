namespace Bq2.Image;

/// <summary>Kinds of entries as a folder of this file system has them.</summary>
internal static class Ext4Kind
{
    public static Ext4FileType TypeOf(EntryKind kind) => kind switch
    {
        EntryKind.Folder => Ext4FileType.Folder,
        EntryKind.Link => Ext4FileType.Link,
        EntryKind.BlockDevice => Ext4FileType.BlockDevice,
        EntryKind.CharacterDevice => Ext4FileType.CharacterDevice,
        EntryKind.Pipe => Ext4FileType.Pipe,
        EntryKind.Socket => Ext4FileType.Socket,
        _ => Ext4FileType.File,
    };
}
