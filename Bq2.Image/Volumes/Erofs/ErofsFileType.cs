namespace Bq2.Image;

/// <summary>The kind of a file as in a folder's entries.</summary>
internal enum ErofsFileType : byte
{
    Unknown = 0,
    File = 1,
    Folder = 2,
    CharacterDevice = 3,
    BlockDevice = 4,
    Pipe = 5,
    Socket = 6,
    Link = 7,
}
