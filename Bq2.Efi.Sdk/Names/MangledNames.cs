using System.Reflection.Metadata;

namespace Bq2.Efi.Sdk;

/// <summary>What ilc makes of the names of C# in the symbols of its objects.</summary>
internal static class MangledNames
{
    /// <summary>What the names of an assembly's types begin with.</summary>
    public static string Prefix(MetadataReader metadata) =>
        Of(metadata.GetString(metadata.GetAssemblyDefinition().Name))
            .Replace("System_Private_CoreLib", "S_P_CoreLib", StringComparison.Ordinal);

    public static string Of(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));

    /// <summary>With its namespace, and the types around it.</summary>
    public static string FullName(MetadataReader metadata, TypeDefinition type)
    {
        string name = metadata.GetString(type.Name);
        if (type.GetDeclaringType() is { IsNil: false } outer)
            return FullName(metadata, metadata.GetTypeDefinition(outer)) + "+" + name;
        return type.Namespace.IsNil ? name : metadata.GetString(type.Namespace) + "." + name;
    }
}
