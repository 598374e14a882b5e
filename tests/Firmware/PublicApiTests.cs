using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Bq2.Tests.Cellar;

/// <summary>The core library offers nothing that .NET does not have: what compiles against it compiles anywhere.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void EveryTypeAndMemberIsOneOfDotnets()
    {
        var theirs = Directory.GetFiles(Repository.DotnetReferences, "*.dll").SelectMany(Members).ToHashSet();
        var ours = Members(Repository.CoreLibrary).ToList();

        Assert.True(ours.Count > 800, $"only {ours.Count} members were read");
        Assert.Equal("", string.Join('\n', ours.Where(member => !theirs.Contains(member)).Order()));
    }

    [Fact]
    public void AMemberThatDotnetLacksWouldBeSeen()
    {
        var theirs = Directory.GetFiles(Repository.DotnetReferences, "*.dll").SelectMany(Members).ToHashSet();

        Assert.Contains(typeof(PublicApiTests).FullName!, Members(typeof(PublicApiTests).Assembly.Location));
        Assert.DoesNotContain(typeof(PublicApiTests).FullName!, theirs);
        Assert.Contains("System.String.Substring(System.Int32) : System.String", theirs);
        Assert.Contains("System.AttributeTargets.Class = 4", theirs);
    }

    /// <summary>The names of types and of their members, with signatures, that others may use; of constants the value as well.</summary>
    private static IEnumerable<string> Members(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        var names = new List<string>();
        foreach (var handle in metadata.TypeDefinitions)
        {
            var type = metadata.GetTypeDefinition(handle);
            if (!IsVisible(metadata, type))
                continue;
            string name = Signatures.NameOf(metadata, handle);
            names.Add(name);
            names.AddRange(type.GetMethods().Select(metadata.GetMethodDefinition).Where(IsVisible)
                .Select(method => $"{name}.{Signature(metadata, method)}"));
            names.AddRange(type.GetFields().Select(metadata.GetFieldDefinition).Where(IsVisible)
                .Select(field => $"{name}.{Signature(metadata, field)}"));
        }

        return names;
    }

    private static bool IsVisible(MetadataReader metadata, TypeDefinition type) => (type.Attributes & TypeAttributes.VisibilityMask) switch
    {
        TypeAttributes.Public => true,
        TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem => IsVisible(metadata,
            metadata.GetTypeDefinition(type.GetDeclaringType())),
        _ => false,
    };

    private static bool IsVisible(MethodDefinition method) =>
        (method.Attributes & MethodAttributes.MemberAccessMask)
            is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;

    private static bool IsVisible(FieldDefinition field) =>
        (field.Attributes & FieldAttributes.FieldAccessMask)
            is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem;

    private static string Signature(MetadataReader metadata, MethodDefinition method)
    {
        var signature = method.DecodeSignature(Signatures.Instance, metadata);
        string arity = signature.GenericParameterCount == 0 ? "" : "`" + signature.GenericParameterCount;
        string kind = method.Attributes.HasFlag(MethodAttributes.Static) ? "static " : "";
        return kind.Length > 0 && metadata.GetString(method.Name) is ".cctor"
            ? ".cctor"
            : $"{metadata.GetString(method.Name)}{arity}({string.Join(", ", signature.ParameterTypes)}) : {signature.ReturnType}";
    }

    private static string Signature(MetadataReader metadata, FieldDefinition field)
    {
        string name = metadata.GetString(field.Name);
        string type = field.DecodeSignature(Signatures.Instance, metadata);
        if (field.GetDefaultValue() is not { IsNil: false } handle)
            return $"{name} : {type}";
        var constant = metadata.GetConstant(handle);
        return $"{name} = {metadata.GetBlobReader(constant.Value).ReadConstant(constant.TypeCode)}";
    }

    /// <summary>Types as text; type parameters by their number, so that their names do not count.</summary>
    private sealed class Signatures : ISignatureTypeProvider<string, MetadataReader>
    {
        public static readonly Signatures Instance = new();

        public static string NameOf(MetadataReader metadata, TypeDefinitionHandle handle)
        {
            var type = metadata.GetTypeDefinition(handle);
            string name = metadata.GetString(type.Name);
            return type.GetDeclaringType() is { IsNil: false } outer ? NameOf(metadata, outer) + "+" + name
                : type.Namespace.IsNil ? name : metadata.GetString(type.Namespace) + "." + name;
        }

        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => "System." + typeCode;

        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => NameOf(reader, handle);

        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
        {
            var type = reader.GetTypeReference(handle);
            string name = reader.GetString(type.Name);
            return type.ResolutionScope.Kind == HandleKind.TypeReference
                ? GetTypeFromReference(reader, (TypeReferenceHandle)type.ResolutionScope, rawTypeKind) + "+" + name
                : type.Namespace.IsNil ? name : reader.GetString(type.Namespace) + "." + name;
        }

        public string GetTypeFromSpecification(MetadataReader reader,
            MetadataReader genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

        public string GetSZArrayType(string elementType) => elementType + "[]";

        public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[{new string(',', shape.Rank - 1)}]";

        public string GetByReferenceType(string elementType) => elementType + "&";

        public string GetPointerType(string elementType) => elementType + "*";

        public string GetPinnedType(string elementType) => elementType;

        public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

        public string GetFunctionPointerType(MethodSignature<string> signature) =>
            $"delegate*<{string.Join(", ", signature.ParameterTypes.Append(signature.ReturnType))}>";

        public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) =>
            $"{genericType}<{string.Join(", ", typeArguments)}>";

        public string GetGenericTypeParameter(MetadataReader genericContext, int index) => "!" + index;

        public string GetGenericMethodParameter(MetadataReader genericContext, int index) => "!!" + index;
    }
}
