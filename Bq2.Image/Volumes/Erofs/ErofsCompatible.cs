namespace Bq2.Image;

/// <summary>Features that a driver may ignore.</summary>
[Flags]
internal enum ErofsCompatible : uint
{
    None = 0,
    Checksum = 1,

    /// <summary>Times are those of the last change of a file's bytes.</summary>
    ModificationTime = 2,
}
