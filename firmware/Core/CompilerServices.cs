namespace System.Runtime.CompilerServices;

// What csc asks for before it translates a feature, or hangs on what it translated.

public static class RuntimeFeature
{
    public const string ByRefFields = nameof(ByRefFields);
    public const string NumericIntPtr = nameof(NumericIntPtr);
    public const string UnmanagedSignatureCallingConvention = nameof(UnmanagedSignatureCallingConvention);
    public const string VirtualStaticsInInterfaces = nameof(VirtualStaticsInInterfaces);
}

[AttributeUsage(AttributeTargets.All)]
internal sealed class IntrinsicAttribute : Attribute;

[AttributeUsage(AttributeTargets.All)]
public sealed class CompilerGeneratedAttribute : Attribute;

[AttributeUsage(AttributeTargets.All)]
public sealed class IsReadOnlyAttribute : Attribute;

[AttributeUsage(AttributeTargets.All)]
public sealed class IsByRefLikeAttribute : Attribute;

[AttributeUsage(AttributeTargets.All)]
public sealed class IsUnmanagedAttribute : Attribute;

[AttributeUsage(AttributeTargets.All)]
public sealed class ExtensionAttribute : Attribute;

[AttributeUsage(AttributeTargets.Struct)]
public sealed class InlineArrayAttribute(int length) : Attribute
{
    public int Length => length;
}

// ilc asks for the two below.

/// <summary>Where the characters of a string begin: after the method table and the length.</summary>
public static class RuntimeHelpers
{
    public static int OffsetToStringData => 12;
}
