namespace Bq2.Efi.Link.Names;

/// <summary>
/// C++ symbol names as a person wrote them: namespaces, classes, template arguments and the name itself, from the Itanium ABI
/// (_ZN2ns1fEv) and from MSVC (?f@ns@@YAXXZ). Parameters are left out. A name that is not understood in full is left mangled.
/// </summary>
internal static class CppName
{
    /// <summary>Nobody writes names that nest deeper, or are longer: such a name is damaged, or made to take all memory.</summary>
    public const int MaxDepth = 64, MaxLength = 4096;

    /// <summary>The name with its mangled form behind it, or the mangled form alone where it cannot be read.</summary>
    public static string Show(string name) => Read(name) is { } written ? $"{written} ({name})" : name;

    /// <summary>The name as it was written; null where it is not a C++ name, or uses something that is not understood here.</summary>
    public static string? Read(string name)
    {
        string? written = null;
        if (name.Length <= MaxLength && name.StartsWith("_Z", StringComparison.Ordinal))
            written = new ItaniumName(name).Read();
        else if (name.Length <= MaxLength && name.StartsWith('?'))
            written = new MicrosoftName(name).Read();
        return written is { Length: > 0 and <= MaxLength } ? written : null;
    }
}
