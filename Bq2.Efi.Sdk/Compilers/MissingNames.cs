using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

namespace Bq2.Efi.Sdk;

/// <summary>
/// csc's message for an unknown name is correct, but of little help to somebody whose program compiles on .NET. This adds that the core
/// library does not have the name, and what to use instead.
/// </summary>
internal sealed partial class MissingNames
{
    private const string WhatWorks = "firmware/README.md lists what works";

    // What people use most: names of types, members and namespaces.
    private static readonly (string[] Names, string Instead)[] s_instead =
    [
        (["File", "FileInfo", "FileStream", "Directory", "DirectoryInfo", "Path", "Stream", "StreamReader", "StreamWriter", "IO"],
            "files are opened through the firmware: SimpleFileSystem and FileProtocol, with `using Bq2.Efi.Uefi`"),
        (
            ["Linq", "Select", "Where", "Sum", "Any", "All", "First", "FirstOrDefault", "Last", "ToList", "OrderBy",
             "OrderByDescending", "Count", "Max", "Min", "Enumerable", "GroupBy", "ToDictionary", "Take", "Skip", "Distinct",
             "Concat", "Zip", "Aggregate", "Average", "SequenceEqual"],
            "there is no LINQ: use a foreach loop, and List.Sort or Array.Sort for an order"),
        (
            ["Thread", "ThreadPool", "Monitor", "Mutex", "Semaphore", "SemaphoreSlim", "Lock", "Timer", "ThreadStatic",
             "ThreadStaticAttribute", "ThreadLocal"],
            "a program here has one thread and needs no locks: call the method directly; Thread.Sleep waits"),
        (
            ["Task", "Tasks", "ValueTask", "Parallel", "CancellationToken", "CancellationTokenSource", "AsyncVoidMethodBuilder",
             "AsyncTaskMethodBuilder", "IAsyncEnumerable"],
            "nothing runs beside the program: call the method directly, without async"),
        (["DateTime", "DateTimeOffset", "DateOnly", "TimeOnly", "TimeSpan", "Stopwatch"],
            "Environment.TickCount64 counts milliseconds, and the date is RuntimeServices.GetTime of the firmware, "
                + "with `using Bq2.Efi.Uefi`"),
        (["Decimal", "BigInteger", "Numerics", "Complex", "Half", "Int128", "UInt128"],
            "use long or ulong, counting in the smallest unit, or double"),
        (["HashSet", "SortedSet"], "use a Dictionary with values of bool"),
        (["Queue", "Stack", "LinkedList", "PriorityQueue", "SortedDictionary", "SortedList", "ImmutableArray", "ConcurrentDictionary"],
            "there are List and Dictionary"),
        (["Random"], "ask the firmware's Rng protocol, or begin a generator of your own with Environment.TickCount64"),
        (["Regex", "RegularExpressions"], "use Split, IndexOf and StartsWith of string"),
        (["ReadKey", "KeyAvailable"], "Console.ReadLine reads a line, and SimpleTextInput of Bq2.Efi.Uefi single keys"),
        (["HttpClient", "Socket", "Process", "Net"],
            "what the firmware offers is found through EfiProgram.SystemTable, with `using Bq2.Efi.Uefi`"),
        (["Convert"], "use casts, int.Parse and ToString"),
        (["GetMethods", "GetMethod", "GetProperties", "GetProperty", "GetFields", "GetField", "Assembly", "Invoke", "GetInterfaces"],
            "there is no reflection: only names of types are known"),
        (["DllImport", "DllImportAttribute", "LibraryImport", "Marshal"],
            "the firmware's functions are called through pointers: EfiProgram.SystemTable, with `using Bq2.Efi.Uefi`"),
        (["JsonSerializer", "Json", "XmlDocument", "Xml"], "text is taken apart by hand: spans, Split and IndexOf"),
    ];

    private static readonly string[] s_words =
    [
        "string", "object", "bool", "char", "sbyte", "byte", "short", "ushort", "int", "uint", "long", "ulong", "nint", "nuint",
        "float", "double",
    ];

    private readonly Dictionary<string, string> _namespaces = [];
    private readonly HashSet<string> _explained = [];

    public MissingNames(IEnumerable<string> references)
    {
        foreach (string path in references)
        {
            using var file = new PEReader(File.OpenRead(path));
            var metadata = file.GetMetadataReader();
            foreach (var handle in metadata.TypeDefinitions)
            {
                var type = metadata.GetTypeDefinition(handle);
                if ((type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public)
                    _namespaces.TryAdd(metadata.GetString(type.Name).Split('`')[0], metadata.GetString(type.Namespace));
            }
        }
    }

    /// <summary>The fault with a hint, once for each name.</summary>
    public BuildFault Explain(BuildFault fault) =>
        Advice(fault.Code, [.. Quoted().Matches(fault.Message).Select(match => match.Groups[1].Value)]) is { } advice
            && _explained.Add(advice)
            ? fault with { Hint = advice }
            : fault;

    private string? Advice(string code, string[] names) => (code, names) switch
    {
        ("CS0103" or "CS0246", [var name, ..]) => OfType(Simple(name)),
        ("CS0234", [var name, var place, ..]) => place.StartsWith("System", StringComparison.Ordinal)
            ? Instead(Simple(name)) ?? NotHere(name)
            : null,
        ("CS0117" or "CS1061", [var owner, var name, ..]) => IsOurs(owner) ? Instead(name) ?? NotHere(Simple(owner) + "." + name) : null,
        ("CS0518" or "CS1729", [var name, ..]) => Instead(Simple(name)) ?? (IsOurs(name) ? NotHere("this use of " + Simple(name)) : null),
        ("CS0656", [var name, ..]) => Instead(name.Split('.')[^2]) ?? NotHere(name),
        ("CS1935", _) => Instead("Linq"),
        _ => null,
    };

    private string? OfType(string name)
    {
        if (_namespaces.TryGetValue(name, out string? place))
            return $"{name} is there, in {place}: add `using {place};`";
        return Instead(name) ?? (char.IsAsciiLetterUpper(name[0])
            ? $"if {name} is a type of .NET, the core library for firmware does not have it: {WhatWorks}"
            : null);
    }

    private bool IsOurs(string type) => type.EndsWith(']') || s_words.Contains(type) || _namespaces.ContainsKey(Simple(type));

    private static string? Instead(string name) => s_instead.FirstOrDefault(row => row.Names.Contains(name)).Instead is { } instead
        ? $"{name} is not in the core library for firmware: {instead} ({WhatWorks})"
        : null;

    private static string NotHere(string name) => $"{name} is not in the core library for firmware: {WhatWorks}";

    // System.Collections.Generic.List<int> is List.
    private static string Simple(string name) => name.Split('<')[0].Split('.')[^1];

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Quoted();
}
