namespace System;

/// <summary>There are no cultures here.</summary>
public enum StringComparison
{
    Ordinal = 4,
    OrdinalIgnoreCase = 5,
}

[Flags]
public enum StringSplitOptions
{
    None = 0,
    RemoveEmptyEntries = 1,
    TrimEntries = 2,
}
