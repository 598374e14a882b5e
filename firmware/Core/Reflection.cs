namespace System.Reflection;

public abstract class MemberInfo
{
    public abstract string Name { get; }
}

/// <summary>csc puts it on every type with an indexer.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class DefaultMemberAttribute(string memberName) : Attribute
{
    public string MemberName => memberName;
}
