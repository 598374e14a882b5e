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
    Class = 0x0004,
    Struct = 0x0008,
    Enum = 0x0010,
    Method = 0x0040,
    Field = 0x0100,
    All = 0x7fff,
}

[AttributeUsage(AttributeTargets.Enum)]
public sealed class FlagsAttribute : Attribute;
