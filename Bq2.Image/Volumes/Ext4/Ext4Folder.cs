namespace Bq2.Image;

/// <summary>A folder of a planned volume.</summary>
/// <param name="Inode">Its number.</param>
/// <param name="Parent">Its parent's number; the root is its own parent.</param>
/// <param name="Children">What is in it, sorted.</param>
/// <param name="FirstChild">The number of the first child; those of the others follow.</param>
internal sealed record Ext4Folder(uint Inode, uint Parent, TreeEntry[] Children, uint FirstChild)
{
    /// <summary>Its blocks.</summary>
    public byte[] Bytes { get; set; } = [];

    /// <summary>Whether it has an index.</summary>
    public bool IsIndexed { get; set; }
}
