namespace Bq2.Image;

/// <summary>In what two entries of the same path may differ.</summary>
[Flags]
public enum TreeAspects
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>One is a file, say, and the other a folder.</summary>
    Kind = 1,

    /// <summary>The permissions.</summary>
    Mode = 2,

    /// <summary>Owner or group.</summary>
    Owner = 4,

    /// <summary>The time of the last change, to the second.</summary>
    Time = 8,

    /// <summary>The extended attributes.</summary>
    Xattrs = 16,

    /// <summary>The target of a symbolic link.</summary>
    Target = 32,

    /// <summary>The number of a device.</summary>
    Device = 64,

    /// <summary>The bytes of a file.</summary>
    Content = 128,

    /// <summary>Which other names the file has.</summary>
    Links = 256,

    /// <summary>Everything.</summary>
    All = 511,
}
