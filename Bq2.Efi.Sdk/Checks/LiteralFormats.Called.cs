using System.Reflection.Metadata;

namespace Bq2.Efi.Sdk;

internal sealed partial class LiteralFormats
{
    /// <summary>The type that a method belongs to, its name, and its last type argument.</summary>
    private (string Owner, string Name, string? Argument) Called(EntityHandle method)
    {
        string? argument = null;
        if (method.Kind == HandleKind.MethodSpecification)
        {
            var specification = _metadata.GetMethodSpecification((MethodSpecificationHandle)method);
            argument = FirstArgument(_metadata.GetBlobReader(specification.Signature));
            method = specification.Method;
        }

        if (method.Kind != HandleKind.MemberReference)
            return ("", "", null);
        var member = _metadata.GetMemberReference((MemberReferenceHandle)method);
        return (TypeName(member.Parent) ?? "", _metadata.GetString(member.Name), argument);
    }

    // A list of type arguments (II.23.2.15): its mark, how many, and the first.
    private string? FirstArgument(BlobReader signature)
    {
        signature.ReadByte();
        signature.ReadCompressedInteger();
        var kind = signature.ReadSignatureTypeCode();
        return kind == SignatureTypeCode.TypeHandle ? TypeName(signature.ReadTypeHandle()) : kind.ToString();
    }

    private string? TypeName(EntityHandle type) => type.Kind == HandleKind.TypeReference
        && _metadata.GetTypeReference((TypeReferenceHandle)type) is var reference
        && _metadata.GetString(reference.Namespace) is "System" or "System.Globalization"
        ? _metadata.GetString(reference.Name)
        : null;
}
