namespace Bq2.Efi.Pe;

/// <summary>How an image may be mapped.</summary>
[Flags]
public enum DllTraits : ushort
{
    /// <summary>None of them.</summary>
    None = 0,
    /// <summary>The program works anywhere in a 64-bit address space.</summary>
    HighEntropyVa = 0x0020,
    /// <summary>The image can be loaded at any address.</summary>
    DynamicBase = 0x0040,
    /// <summary>Windows loads the image only if its signature is valid.</summary>
    ForceIntegrity = 0x0080,
    /// <summary>The program works where data cannot be executed.</summary>
    NxCompatible = 0x0100,
    /// <summary>Windows looks for no manifest.</summary>
    NoIsolation = 0x0200,
    /// <summary>The image has no handlers for structured exceptions.</summary>
    NoExceptions = 0x0400,
    /// <summary>The image must not be bound.</summary>
    NoBind = 0x0800,
    /// <summary>The program must run in an app container.</summary>
    AppContainer = 0x1000,
    /// <summary>A driver of the Windows driver model.</summary>
    WindowsDriver = 0x2000,
    /// <summary>The code checks the targets of indirect calls.</summary>
    ControlFlowGuard = 0x4000,
    /// <summary>The program knows about terminal servers.</summary>
    TerminalServerAware = 0x8000,
}
