namespace System.Runtime;

// ilc knows these two by name: a method that is a symbol, and a symbol that is called as a method.

[AttributeUsage(AttributeTargets.Method)]
internal sealed class RuntimeExportAttribute(string entry) : Attribute
{
    public string Entry => entry;
}
