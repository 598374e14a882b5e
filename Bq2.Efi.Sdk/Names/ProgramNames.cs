using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using Bq2.Efi.Coff;
using Machine = Bq2.Efi.Pe.Machine;

namespace Bq2.Efi.Sdk;

/// <summary>
/// The names of a program's methods and types, as a table that is linked into it, so that an exception can say where it came from. ilc's
/// symbols are turned back into C# names with the help of the assemblies they were made from.
/// </summary>
internal sealed partial class ProgramNames
{
    public const string Symbol = "bq2_names";

    // The stub that calls through interfaces go to; it makes a call itself.
    private const string DispatchStub = "RhpInitialDynamicInterfaceDispatch";

    private readonly Dictionary<string, TypeNames> _types = [];

    /// <summary>Reads the names that an assembly defines.</summary>
    public void Add(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        string prefix = MangledNames.Prefix(metadata);
        foreach (var handle in metadata.TypeDefinitions)
        {
            var type = metadata.GetTypeDefinition(handle);
            string name = MangledNames.FullName(metadata, type);
            var methods = type.GetMethods().Select(method => metadata.GetString(metadata.GetMethodDefinition(method).Name));
            var names = new TypeNames(name, Parameters(metadata, type), methods);
            _types[prefix + "_" + MangledNames.Of(name)] = names;

            // Types with a C# keyword have no assembly prefix.
            if (prefix == "S_P_CoreLib" && name.StartsWith("System.", StringComparison.Ordinal))
                _types.TryAdd(s_primitives.GetValueOrDefault(name) ?? MangledNames.Of(name["System.".Length..]), names);
        }
    }

    private static string Parameters(MetadataReader metadata, TypeDefinition type) =>
        type.GetGenericParameters() is { Count: > 0 } parameters
            ? $"[{string.Join(',', parameters.Select(each => metadata.GetString(metadata.GetGenericParameter(each).Name)))}]"
            : "";

    /// <summary>A table without names, for the smallest programs.</summary>
    public static CoffObject Empty(Machine machine)
    {
        var builder = new CoffBuilder(machine);
        builder.Symbol(Symbol, builder.Section(".rdata", CoffNames.Constant, new byte[2 * sizeof(int)]));
        return CoffObject.Read("(no names)", builder.ToBytes());
    }

    /// <summary>
    /// The table: the number of methods; for each, in the order of addresses, the distances from its row to the method and to its name;
    /// then the same for types, in no order; then the names.
    /// </summary>
    public CoffObject MakeTable(CoffObject program)
    {
        var methods = Methods(program);
        var types = Types(program);
        if (methods.Count + types.Count > ushort.MaxValue)
            return Empty(program.Machine);   // more relocations than one section can have
        var table = new MemoryStream();
        var names = new NameBlock(headerLength: 2 * sizeof(int) + (methods.Count + types.Count) * 2 * sizeof(int));
        var places = new List<(uint Offset, string Symbol)>();
        foreach (var group in (List<(string Symbol, string Name)>[])[methods, types])
        {
            table.Write(BitConverter.GetBytes(group.Count));
            foreach (var (symbol, name) in group)
            {
                // A relative relocation counts from the end of its field.
                places.Add(((uint)table.Length, symbol));
                int row = (int)table.Length;
                table.Write(BitConverter.GetBytes(sizeof(int)));
                table.Write(BitConverter.GetBytes(names.OffsetOf(name) - row));
            }
        }

        var builder = new CoffBuilder(program.Machine);
        short section = builder.Section(".rdata", CoffNames.Constant, [.. table.ToArray(), .. names.Bytes]);
        builder.Symbol(Symbol, section);
        foreach (var (offset, symbol) in places)
            builder.Relocation(section, offset, CoffNames.Relative(program.Machine), builder.Symbol(symbol));
        return CoffObject.Read("(names)", builder.ToBytes());
    }

    // In the order of the linker's layout: the compiler's stubs, the linker's own, methods, other stubs.
    private List<(string Symbol, string Name)> Methods(CoffObject program)
    {
        List<(string Symbol, string Name)> all =
        [
            .. Methods(program, ".text"),
            .. CoffNames.Symbols(program, areUndefined: true)
                .Where(symbol => symbol.Name == DispatchStub)
                .Select(symbol => (symbol.Name, Inner)),
            .. Methods(program, ".managedcode$I"),
            .. Methods(program, ".unbox$M"),
        ];

        // A row covers everything up to the next one.
        return [.. all.Where((method, i) => i == 0 || method.Name != all[i - 1].Name)];
    }

    private IEnumerable<(string Symbol, string Name)> Methods(CoffObject program, string section) =>
        CoffNames.Symbols(program)
            .Where(symbol => program.SectionName(symbol.Section).SequenceEqual(Encoding.UTF8.GetBytes(section)))
            .GroupBy(symbol => symbol.Value).OrderBy(place => place.Key)
            .Select(place => place.Select(symbol => (symbol.Name, MethodName(symbol.Name) ?? ""))
                .OrderBy(found => found.Item2.Length == 0).ThenBy(found => found.Name, StringComparer.Ordinal).First())
            .Select(found => (found.Name, ShownName(found.Name, found.Item2)));

    /// <summary>The program composes the names of arrays and of generic types with arguments itself.</summary>
    private List<(string Symbol, string Name)> Types(CoffObject program) =>
    [
        .. CoffNames.Symbols(program)
            .Where(symbol => symbol.Name.StartsWith("??_7", StringComparison.Ordinal)
                && symbol.Name.EndsWith("@@6B@", StringComparison.Ordinal)
                && !symbol.Name.Contains('<', StringComparison.Ordinal))
            .OrderBy(symbol => symbol.Name, StringComparer.Ordinal)
            .Select(symbol => (symbol.Name, TypeName(symbol.Name[4..^5]))),
    ];
}
