namespace System.Runtime.CompilerServices;

// Types that csc requires for a feature, or attaches to its output.

public static class RuntimeFeature
{
    public const string ByRefFields = nameof(ByRefFields);
    public const string ByRefLikeGenerics = nameof(ByRefLikeGenerics);
    public const string CovariantReturnsOfClasses = nameof(CovariantReturnsOfClasses);
    public const string DefaultImplementationsOfInterfaces = nameof(DefaultImplementationsOfInterfaces);
    public const string NumericIntPtr = nameof(NumericIntPtr);
    public const string UnmanagedSignatureCallingConvention = nameof(UnmanagedSignatureCallingConvention);
    public const string VirtualStaticsInInterfaces = nameof(VirtualStaticsInInterfaces);
}

[AttributeUsage(AttributeTargets.All)]
internal sealed class IntrinsicAttribute : Attribute;

[AttributeUsage(AttributeTargets.All)]
public sealed class ExtensionAttribute : Attribute;

[AttributeUsage(AttributeTargets.Assembly)]
public sealed class InternalsVisibleToAttribute(string assemblyName) : Attribute
{
    public string AssemblyName => assemblyName;
}

[AttributeUsage(AttributeTargets.Property)]
public sealed class IndexerNameAttribute(string indexerName) : Attribute
{
    internal string IndexerName => indexerName;
}

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

[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class InterpolatedStringHandlerAttribute : Attribute;

[AttributeUsage(AttributeTargets.Parameter)]
public sealed class InterpolatedStringHandlerArgumentAttribute(params string[] arguments) : Attribute
{
    public InterpolatedStringHandlerArgumentAttribute(string argument) : this([argument])
    {
    }

    public string[] Arguments => arguments;
}

[AttributeUsage(AttributeTargets.Parameter)]
public sealed class CallerArgumentExpressionAttribute(string parameterName) : Attribute
{
    public string ParameterName => parameterName;
}

[AttributeUsage(AttributeTargets.Parameter)]
public sealed class CallerMemberNameAttribute : Attribute;

[AttributeUsage(AttributeTargets.Parameter)]
public sealed class CallerFilePathAttribute : Attribute;

[AttributeUsage(AttributeTargets.Parameter)]
public sealed class CallerLineNumberAttribute : Attribute;

[AttributeUsage(AttributeTargets.All)]
public sealed class RequiredMemberAttribute : Attribute;

[AttributeUsage(AttributeTargets.All)]
public sealed class CompilerFeatureRequiredAttribute(string featureName) : Attribute
{
    public string FeatureName => featureName;
}

[AttributeUsage(AttributeTargets.All)]
public sealed class TupleElementNamesAttribute(string?[] transformNames) : Attribute
{
    internal string?[] Names => transformNames;
}

[AttributeUsage(AttributeTargets.Method)]
public sealed class PreserveBaseOverridesAttribute : Attribute;

[AttributeUsage(AttributeTargets.Struct)]
public sealed class UnsafeValueTypeAttribute : Attribute;

[AttributeUsage(AttributeTargets.Field)]
public sealed class FixedBufferAttribute(Type elementType, int length) : Attribute
{
    public Type ElementType => elementType;

    public int Length => length;
}

/// <summary>Marks setters that only initialisers may call.</summary>
public static class IsExternalInit;

/// <summary>Marks fields whose every access reads or writes memory.</summary>
public static class IsVolatile;

/// <summary>Thrown by a switch expression that no branch matches.</summary>
public sealed class SwitchExpressionException : InvalidOperationException
{
    public SwitchExpressionException() : base("Non-exhaustive switch expression failed to match its input.")
    {
    }

    public SwitchExpressionException(object? unmatchedValue)
        : base("Non-exhaustive switch expression failed to match its input. Unmatched value was " + unmatchedValue + ".")
    {
    }
}
