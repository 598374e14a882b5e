using System.Collections;
using System.Reflection;
using System.Reflection.Emit;
using System.Text.RegularExpressions;

namespace Bq2.Tests;

/// <summary>
/// Which folder of the sources refers to which, as the compiled assemblies tell: by base types, members, and what stands in the
/// bodies of methods. Constants leave no trace there.
/// </summary>
internal sealed partial class CompiledEdges : IEnumerable<(string From, string To, string Example)>
{
    private const BindingFlags All =
        BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;

    private static readonly Dictionary<short, OperandType> s_operands = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value, code => code.OperandType);

    private readonly Dictionary<(Assembly Assembly, string Type), string> _folders = [];
    private readonly Dictionary<(string From, string To), string> _edges = [];

    public CompiledEdges(Assembly[] assemblies, string[] projects)
    {
        foreach (var (assembly, project) in assemblies.Zip(projects))
            FindFolders(assembly, project);
        foreach (var type in assemblies.SelectMany(assembly => assembly.GetTypes()))
            AddEdgesOf(type);
    }

    public IEnumerator<(string From, string To, string Example)> GetEnumerator() =>
        _edges.Select(edge => (edge.Key.From, edge.Key.To, edge.Value)).Order().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void FindFolders(Assembly assembly, string project)
    {
        string home = Path.Combine(Repository.Root, project);
        foreach (string path in Directory.GetFiles(home, "*.cs", SearchOption.AllDirectories))
        {
            string folder = Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(path)!);
            foreach (Match declared in Declaration().Matches(File.ReadAllText(path)))
                _folders[(assembly, declared.Groups[1].Value)] = folder;
        }
    }

    private void AddEdgesOf(Type type)
    {
        if (FolderOf(type) is not { } from)
            return;
        foreach (var known in KnownTo(type).SelectMany(Parts))
        {
            if (FolderOf(known) is { } to && to != from)
                _edges.TryAdd((from, to), $"{type.FullName} -> {known.FullName}");
        }
    }

    // What compilers make has no file of its own; it belongs to the type around it.
    private string? FolderOf(Type type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        return _folders.GetValueOrDefault((type.Assembly, type.Name.Split('`')[0]));
    }

    private static IEnumerable<Type> KnownTo(Type type) =>
        (type.BaseType is { } parent ? type.GetInterfaces().Append(parent) : type.GetInterfaces())
            .Concat(type.GetFields(All).Select(field => field.FieldType))
            .Concat(type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All)).SelectMany(KnownTo));

    private static IEnumerable<Type> KnownTo(MethodBase method) =>
        method.GetParameters().Select(parameter => parameter.ParameterType)
            .Concat(method is MethodInfo { ReturnType: var result } ? [result] : [])
            .Concat(method.GetMethodBody()?.LocalVariables.Select(local => local.LocalType) ?? [])
            .Concat(InBody(method));

    private static IEnumerable<Type> InBody(MethodBase method)
    {
        byte[] code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (int at = 0; at < code.Length;)
        {
            short operation = code[at] == 0xfe ? unchecked((short)(0xfe00 | code[at + 1])) : code[at];
            at += operation < 0 ? 2 : 1;
            var operand = s_operands[operation];
            if (operand is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            {
                foreach (var known in InToken(method, BitConverter.ToInt32(code, at)))
                    yield return known;
            }

            at += LengthOf(operand, code, at);
        }
    }

    private static IEnumerable<Type> InToken(MethodBase method, int token)
    {
        var member = method.Module.ResolveMember(
            token, method.DeclaringType!.GetGenericArguments(), method.IsGenericMethod ? method.GetGenericArguments() : [])!;
        IEnumerable<Type> arguments = member is MethodInfo { IsGenericMethod: true } generic ? generic.GetGenericArguments() : [];
        return arguments.Append(member as Type ?? member.DeclaringType!);
    }

    private static int LengthOf(OperandType operand, byte[] code, int at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + 4 * BitConverter.ToInt32(code, at),
        _ => 4,
    };

    private static IEnumerable<Type> Parts(Type type)
    {
        while (type.HasElementType)
            type = type.GetElementType()!;
        return type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type) : [type];
    }

    [GeneratedRegex(@"^(?:[a-z]+ )*(?:class|struct|record|enum|interface|delegate \S+) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
