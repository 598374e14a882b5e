namespace System.Runtime.CompilerServices;

// What csc asks for before it translates a feature, or hangs on what it translated.

public static class RuntimeFeature
{
    public const string ByRefFields = nameof(ByRefFields);
    public const string UnmanagedSignatureCallingConvention = nameof(UnmanagedSignatureCallingConvention);
    public const string VirtualStaticsInInterfaces = nameof(VirtualStaticsInInterfaces);
}

[AttributeUsage(AttributeTargets.All)]
internal sealed class IntrinsicAttribute : Attribute;

[AttributeUsage(AttributeTargets.All)]
public sealed class ExtensionAttribute : Attribute;

[AttributeUsage(AttributeTargets.Struct)]
public sealed class InlineArrayAttribute(int length) : Attribute
{
    public int Length => length;
}

[AttributeUsage(AttributeTargets.Method)]
public sealed class MethodImplAttribute(MethodImplOptions methodImplOptions) : Attribute
{
    public MethodImplOptions Value => methodImplOptions;
}

[Flags]
public enum MethodImplOptions
{
    NoInlining = 0x0008,
    AggressiveInlining = 0x0100,
    InternalCall = 0x1000,
}
