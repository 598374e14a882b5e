namespace System.Runtime;

/// <summary>The method is a symbol that something else in the object files defines.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RuntimeImportAttribute(string entry) : Attribute
{
    public string Entry => entry;
}
