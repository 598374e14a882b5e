using System.Reflection.Metadata;

namespace Bq2.Efi.Sdk;

/// <summary>How ilc mangles the names of C# in its symbols.</summary>
internal static class MangledNames
{
    /// <summary>The prefix of the names of an assembly's types.</summary>
    public static string Prefix(MetadataReader metadata) =>
        Of(metadata.GetString(metadata.GetAssemblyDefinition().Name))
            .Replace("System_Private_CoreLib", "S_P_CoreLib", StringComparison.Ordinal);

    public static string Of(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));

    /// <summary>Including its namespace and the types around it.</summary>
    public static string FullName(MetadataReader metadata, TypeDefinition type)
    {
        string name = metadata.GetString(type.Name);
        if (type.GetDeclaringType() is { IsNil: false } outer)
            return FullName(metadata, metadata.GetTypeDefinition(outer)) + "+" + name;
        return type.Namespace.IsNil ? name : metadata.GetString(type.Namespace) + "." + name;
    }
}
