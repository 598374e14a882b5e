namespace System;

/// <summary>Cultures are not among them: nothing here knows any.</summary>
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
