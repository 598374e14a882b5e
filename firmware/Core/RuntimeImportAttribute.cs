namespace System.Runtime;

/// <summary>Imports a method that another object defines.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RuntimeImportAttribute(string entry) : Attribute
{
    public string Entry => entry;
}
