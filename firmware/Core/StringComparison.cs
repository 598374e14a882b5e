namespace System;

/// <summary>Cultures are not among them: nothing here knows any.</summary>
public enum StringComparison
{
    Ordinal = 4,
    OrdinalIgnoreCase = 5,
}
