using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using Bq2.Efi.Coff;

namespace Bq2.Efi.Sdk;

/// <summary>
/// The values of a program's enums and their names, as a table for ToString of an enum. It is linked into programs that convert an enum
/// to text.
/// </summary>
internal sealed class EnumValues
{
    public const string Symbol = "bq2_enums";

    private readonly Dictionary<string, (bool AreFlags, List<(ulong Value, string Name)> Values)> _enums = [];

    /// <summary>Reads the enums that an assembly defines.</summary>
    public void Add(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        string prefix = MangledNames.Prefix(metadata);
        var types = metadata.TypeDefinitions.Select(metadata.GetTypeDefinition);
        foreach (var type in types.Where(type => IsNamed(metadata, type.BaseType, "Enum")))
        {
            string symbol = $"??_7Boxed_{prefix}_{MangledNames.Of(MangledNames.FullName(metadata, type))}@@6B@";
            bool areFlags = type.GetCustomAttributes().Any(each => IsFlags(metadata, metadata.GetCustomAttribute(each).Constructor));
            _enums[symbol] = (areFlags, Values(metadata, type));
        }
    }

    /// <summary>Whether the program needs the names.</summary>
    public static bool AreWanted(CoffObject program) =>
        CoffNames.Symbols(program, areUndefined: true).Any(symbol => symbol.Name == Symbol);

    /// <summary>
    /// The table: the number of enums; for each, the distances from its row to its type and to its description; then the descriptions:
    /// the number of values, whether they are flags, the values, and the names.
    /// </summary>
    public CoffObject MakeTable(CoffObject program)
    {
        var present = CoffNames.Symbols(program).Where(symbol => _enums.ContainsKey(symbol.Name)).Select(symbol => symbol.Name)
            .Distinct().Order(StringComparer.Ordinal).ToList();
        int headerLength = (sizeof(int) + present.Count * 2 * sizeof(int) + 7) & ~7;
        var (header, told) = (new MemoryStream(), new MemoryStream());
        var builder = new CoffBuilder(program.Machine);
        var places = new List<(uint Offset, string Symbol)>();
        header.Write(BitConverter.GetBytes(present.Count));
        foreach (string name in present)
        {
            // A relative relocation counts from the end of its field.
            places.Add(((uint)header.Length, name));
            int row = (int)header.Length;
            header.Write(BitConverter.GetBytes(sizeof(int)));
            header.Write(BitConverter.GetBytes(headerLength + (int)told.Length - row));
            Write(told, _enums[name]);
        }

        header.SetLength(headerLength);
        short section = builder.Section(".rdata", CoffNames.Constant, [.. header.ToArray(), .. told.ToArray()]);
        builder.Symbol(Symbol, section);
        foreach (var (offset, symbol) in places)
            builder.Relocation(section, offset, CoffNames.Relative(program.Machine), builder.Symbol(symbol));
        return CoffObject.Read("(enums)", builder.ToBytes());
    }

    private static void Write(MemoryStream told, (bool AreFlags, List<(ulong Value, string Name)> Values) names)
    {
        told.Write(BitConverter.GetBytes(names.Values.Count));
        told.Write(BitConverter.GetBytes(names.AreFlags ? 1 : 0));
        foreach (var (value, _) in names.Values)
            told.Write(BitConverter.GetBytes(value));
        foreach (var (_, name) in names.Values)
            told.Write([.. Encoding.UTF8.GetBytes(name), 0]);
        told.SetLength((told.Length + 7) & ~7);
        told.Position = told.Length;
    }

    /// <summary>Ordered as unsigned numbers, the order in which .NET searches flags.</summary>
    private static List<(ulong Value, string Name)> Values(MetadataReader metadata, TypeDefinition type) =>
    [
        .. type.GetFields().Select(metadata.GetFieldDefinition).Where(field => field.Attributes.HasFlag(FieldAttributes.Literal))
            .Select(field => (Value(metadata, metadata.GetConstant(field.GetDefaultValue()).Value), metadata.GetString(field.Name)))
            .OrderBy(each => each.Item1),
    ];

    private static ulong Value(MetadataReader metadata, BlobHandle constant)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        bytes.Clear();
        metadata.GetBlobBytes(constant).CopyTo(bytes);
        return BitConverter.ToUInt64(bytes);
    }

    private static bool IsFlags(MetadataReader metadata, EntityHandle constructor) => constructor.Kind switch
    {
        HandleKind.MemberReference when metadata.GetMemberReference((MemberReferenceHandle)constructor) is var reference =>
            IsNamed(metadata, reference.Parent, "FlagsAttribute"),
        HandleKind.MethodDefinition when metadata.GetMethodDefinition((MethodDefinitionHandle)constructor) is var method =>
            IsNamed(metadata, method.GetDeclaringType(), "FlagsAttribute"),
        _ => false,
    };

    private static bool IsNamed(MetadataReader metadata, EntityHandle type, string name) => type.Kind switch
    {
        HandleKind.TypeReference when metadata.GetTypeReference((TypeReferenceHandle)type) is var reference =>
            IsSystem(metadata, reference.Namespace, reference.Name, name),
        HandleKind.TypeDefinition when !type.IsNil && metadata.GetTypeDefinition((TypeDefinitionHandle)type) is var definition =>
            IsSystem(metadata, definition.Namespace, definition.Name, name),
        _ => false,
    };

    private static bool IsSystem(MetadataReader metadata, StringHandle place, StringHandle name, string wanted) =>
        metadata.StringComparer.Equals(place, "System") && metadata.StringComparer.Equals(name, wanted);
}
