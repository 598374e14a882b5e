namespace System.Runtime;

/// <summary>Exports the method as a symbol of that name; ilc knows the attribute by name.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RuntimeExportAttribute(string entry) : Attribute
{
    public string Entry => entry;
}
