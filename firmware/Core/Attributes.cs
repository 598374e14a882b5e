namespace System;

public abstract class Attribute;

[AttributeUsage(AttributeTargets.Class)]
public sealed class AttributeUsageAttribute(AttributeTargets validOn) : Attribute
{
    public AttributeTargets ValidOn => validOn;

    public bool AllowMultiple { get; set; }

    public bool Inherited { get; set; }
}

[Flags]
public enum AttributeTargets
{
    Assembly = 0x0001,
    Class = 0x0004,
    Struct = 0x0008,
    Enum = 0x0010,
    Constructor = 0x0020,
    Method = 0x0040,
    Property = 0x0080,
    Field = 0x0100,
    Interface = 0x0400,
    Parameter = 0x0800,
    Delegate = 0x1000,
    All = 0x7fff,
}

[AttributeUsage(AttributeTargets.Enum)]
public sealed class FlagsAttribute : Attribute;

[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ParamArrayAttribute : Attribute;

[AttributeUsage(AttributeTargets.All)]
public sealed class ObsoleteAttribute(string? message) : Attribute
{
    public ObsoleteAttribute() : this(null)
    {
    }

    public string? Message => message;
}
