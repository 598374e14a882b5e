namespace System.Runtime.CompilerServices;

/// <summary>Locals and stackalloc are not cleared.</summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class SkipLocalsInitAttribute : Attribute;
