using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Bq2.Efi.Sdk;

internal static partial class Constructs
{
    /// <summary>
    /// Whether it is a virtual method with type parameters of its own. Only this assembly is searched; the core library has none.
    /// </summary>
    private static bool IsGenericVirtual(MetadataReader metadata, int token)
    {
        var handle = MetadataTokens.EntityHandle(token);
        if (handle.Kind != HandleKind.MethodSpecification)
            return false;

        var method = metadata.GetMethodSpecification((MethodSpecificationHandle)handle).Method;
        if (method.Kind == HandleKind.MethodDefinition)
            return IsOpen(metadata, (MethodDefinitionHandle)method);

        // A method of a generic type is referred to by name.
        var member = metadata.GetMemberReference((MemberReferenceHandle)method);
        return Definition(metadata, member.Parent) is { } type && type.GetMethods().Any(each =>
            metadata.StringComparer.Equals(metadata.GetMethodDefinition(each).Name, metadata.GetString(member.Name))
                && IsOpen(metadata, each));
    }

    private static TypeDefinition? Definition(MetadataReader metadata, EntityHandle type)
    {
        if (type.Kind == HandleKind.TypeSpecification)
        {
            var signature = metadata.GetBlobReader(metadata.GetTypeSpecification((TypeSpecificationHandle)type).Signature);
            if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
                return null;
            signature.ReadCompressedInteger();
            type = signature.ReadTypeHandle();
        }

        return type.Kind == HandleKind.TypeDefinition ? metadata.GetTypeDefinition((TypeDefinitionHandle)type) : null;
    }

    // If nothing can override it, the compiler calls the method directly.
    private static bool IsOpen(MetadataReader metadata, MethodDefinitionHandle handle)
    {
        var method = metadata.GetMethodDefinition(handle);
        return method.GetGenericParameters().Count > 0
            && method.Attributes.HasFlag(MethodAttributes.Virtual) && !method.Attributes.HasFlag(MethodAttributes.Final);
    }
}
