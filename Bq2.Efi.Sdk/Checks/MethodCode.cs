using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Bq2.Efi.Sdk;

/// <summary>A method, its assembly, and the lines of its source.</summary>
internal sealed class MethodCode(string path, PEReader file, MetadataReader metadata, MethodDefinitionHandle handle, SourceLines? lines)
{
    public MetadataReader Metadata => metadata;

    /// <summary>Null if the method is abstract or external.</summary>
    public MethodBodyBlock? Body { get; } =
        metadata.GetMethodDefinition(handle).RelativeVirtualAddress is > 0 and var address ? file.GetMethodBody(address) : null;

    /// <summary>Whether this is a finalizer: what csc makes of ~C().</summary>
    public bool IsFinalizer
    {
        get
        {
            var method = metadata.GetMethodDefinition(handle);
            return metadata.StringComparer.Equals(method.Name, "Finalize")
                && method.Attributes.HasFlag(MethodAttributes.Virtual | MethodAttributes.Family)
                && method.GetParameters().Count == 0 && method.GetGenericParameters().Count == 0;
        }
    }

    private string Name
    {
        get
        {
            var method = metadata.GetMethodDefinition(handle);
            return $"{metadata.GetString(metadata.GetTypeDefinition(method.GetDeclaringType()).Name)}.{metadata.GetString(method.Name)}";
        }
    }

    public BuildFault Fault(string code, int offset, string message) => lines?.Find(handle, offset) is var (source, line, column)
        ? new(code, message) { File = source, Line = line, Column = column }
        : new(code, $"{message} (in {Name})") { File = path };
}
