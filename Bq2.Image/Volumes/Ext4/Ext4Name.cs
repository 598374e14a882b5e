namespace Bq2.Image;

/// <summary>A name found in a folder.</summary>
/// <param name="Bytes">The name.</param>
/// <param name="Inode">The number of its inode.</param>
/// <param name="Place">Where in the volume that number is.</param>
internal readonly record struct Ext4Name(byte[] Bytes, uint Inode, long Place);
