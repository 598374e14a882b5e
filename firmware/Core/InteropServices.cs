namespace System.Runtime.InteropServices;

public enum LayoutKind
{
    Sequential = 0,
    Explicit = 2,
    Auto = 3,
}

[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class StructLayoutAttribute(LayoutKind layoutKind) : Attribute
{
    public int Pack;
    public int Size;

    public LayoutKind Value => layoutKind;
}

[AttributeUsage(AttributeTargets.Field)]
public sealed class FieldOffsetAttribute(int offset) : Attribute
{
    public int Value => offset;
}

[AttributeUsage(AttributeTargets.All)]
public sealed class InAttribute : Attribute;

[AttributeUsage(AttributeTargets.Method)]
public sealed class UnmanagedCallersOnlyAttribute : Attribute
{
    public string? EntryPoint;
}

/// <summary>csc requires it for type parameters constrained to unmanaged types.</summary>
public enum UnmanagedType;
