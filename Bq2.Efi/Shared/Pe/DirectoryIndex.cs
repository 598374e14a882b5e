namespace Bq2.Efi.Pe;

/// <summary>The meaning of the rows of the data directories.</summary>
public enum DirectoryIndex
{
    /// <summary>Functions that the image offers to others.</summary>
    Export = 0,
    /// <summary>Functions of other images that it needs.</summary>
    Import = 1,
    /// <summary>Resources: icons, texts, versions.</summary>
    Resource = 2,
    /// <summary>Unwind information, .pdata.</summary>
    Exception = 3,
    /// <summary>Signatures. The only table whose address is an offset in the file.</summary>
    Certificate = 4,
    /// <summary>Addresses that change when the image is moved.</summary>
    BaseRelocation = 5,
    /// <summary>Information for debuggers.</summary>
    Debug = 6,
    /// <summary>Reserved.</summary>
    Architecture = 7,
    /// <summary>The value of the global pointer register of Itanium.</summary>
    GlobalPointer = 8,
    /// <summary>Thread-local storage.</summary>
    ThreadStorage = 9,
    /// <summary>The load configuration of Windows.</summary>
    LoadConfiguration = 10,
    /// <summary>Bound imports.</summary>
    BoundImport = 11,
    /// <summary>The table that the loader fills with imported addresses.</summary>
    ImportAddress = 12,
    /// <summary>Imports that are loaded at their first use.</summary>
    DelayImport = 13,
    /// <summary>The header of managed code.</summary>
    CommonLanguageRuntime = 14,
    /// <summary>Reserved.</summary>
    Reserved = 15,
}
