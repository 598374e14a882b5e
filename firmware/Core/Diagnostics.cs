namespace System.Diagnostics.CodeAnalysis;

[AttributeUsage(AttributeTargets.Property)]
internal sealed class FeatureSwitchDefinitionAttribute(string switchName) : Attribute
{
    internal string SwitchName => switchName;
}

[AttributeUsage(AttributeTargets.Method)]
public sealed class DoesNotReturnAttribute : Attribute;

[AttributeUsage(AttributeTargets.All)]
public sealed class NotNullAttribute : Attribute;

[AttributeUsage(AttributeTargets.Parameter)]
public sealed class MaybeNullWhenAttribute(bool returnValue) : Attribute
{
    public bool ReturnValue => returnValue;
}

[AttributeUsage(AttributeTargets.Parameter)]
public sealed class NotNullWhenAttribute(bool returnValue) : Attribute
{
    public bool ReturnValue => returnValue;
}

[AttributeUsage(AttributeTargets.All)]
public sealed class SetsRequiredMembersAttribute : Attribute;
