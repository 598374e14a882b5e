namespace System.Runtime;

/// <summary>The method is the symbol of that name in the object file: ilc knows the attribute by its own.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RuntimeExportAttribute(string entry) : Attribute
{
    public string Entry => entry;
}
