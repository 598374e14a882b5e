using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Bq2.Efi.Build;

/// <summary>
/// Places where an enum is made text. The names of its values are not in the program, and the text is the number: which is said when the
/// program is built, as it is something else than .NET shows.
/// </summary>
internal sealed class EnumTexts(MethodCode code, HashSet<string> enums, List<BuildFault> found)
{
    private readonly MetadataReader _metadata = code.Metadata;
    private (OpCode Operation, int Operand) _before;

    /// <summary>The names of the enums in these assemblies.</summary>
    public static HashSet<string> Find(IReadOnlyList<string> assemblies)
    {
        var enums = new HashSet<string>();
        foreach (string path in assemblies)
        {
            using var file = new PEReader(File.OpenRead(path));
            var metadata = file.GetMetadataReader();
            enums.UnionWith(metadata.TypeDefinitions.Select(metadata.GetTypeDefinition)
                .Where(type => type.BaseType.Kind == HandleKind.TypeReference && Name(metadata, type.BaseType) == "System.Enum")
                .Select(type => Name(metadata, type.Namespace, type.Name)));
        }

        return enums;
    }

    /// <summary>Takes the instructions of a method one after the other.</summary>
    public void Look((int Offset, OpCode Operation, int Operand) instruction)
    {
        if ((instruction.Operation == OpCodes.Call || instruction.Operation == OpCodes.Callvirt)
            && Shown(MetadataTokens.EntityHandle(instruction.Operand)) is { } name && enums.Contains(name))
        {
            found.Add(code.Fault(BuildFaults.EnumText.Code, instruction.Offset,
                $"the text of {name} is its number here, not the name of its value: cast it to int to say so, or name the values by a switch") with { IsWarning = true });
        }

        _before = (instruction.Operation, instruction.Operand);
    }

    /// <summary>The type whose text a call makes, as far as the call and what stands before it tell.</summary>
    private string? Shown(EntityHandle called)
    {
        if (called.Kind == HandleKind.MethodSpecification)
        {
            var specification = _metadata.GetMethodSpecification((MethodSpecificationHandle)called);
            return MemberName(specification.Method) == "AppendFormatted" ? Argument(_metadata.GetBlobReader(specification.Signature)) : null;
        }

        bool isShown = MemberName(called) switch
        {
            "ToString" => _before.Operation == OpCodes.Constrained,
            "Write" or "WriteLine" or "Append" => _before.Operation == OpCodes.Box,
            _ => false,
        };
        return isShown ? Name(_metadata, MetadataTokens.EntityHandle(_before.Operand)) : null;
    }

    private string? MemberName(EntityHandle method) =>
        method.Kind == HandleKind.MemberReference ? _metadata.GetString(_metadata.GetMemberReference((MemberReferenceHandle)method).Name) : null;

    // A list of type arguments (II.23.2.15): its mark, how many, and the first.
    private string? Argument(BlobReader signature)
    {
        signature.ReadByte();
        signature.ReadCompressedInteger();
        return signature.ReadSignatureTypeCode() == SignatureTypeCode.TypeHandle ? Name(_metadata, signature.ReadTypeHandle()) : null;
    }

    private static string? Name(MetadataReader metadata, EntityHandle type) => type.Kind switch
    {
        HandleKind.TypeDefinition when metadata.GetTypeDefinition((TypeDefinitionHandle)type) is var definition =>
            Name(metadata, definition.Namespace, definition.Name),
        HandleKind.TypeReference when metadata.GetTypeReference((TypeReferenceHandle)type) is var reference =>
            Name(metadata, reference.Namespace, reference.Name),
        _ => null,
    };

    private static string Name(MetadataReader metadata, StringHandle place, StringHandle name) =>
        place.IsNil ? metadata.GetString(name) : metadata.GetString(place) + "." + metadata.GetString(name);
}
