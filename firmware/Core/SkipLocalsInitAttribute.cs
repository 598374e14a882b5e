namespace System.Runtime.CompilerServices;

/// <summary>Locals and stackalloc begin with whatever was on the stack.</summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class SkipLocalsInitAttribute : Attribute;
