using System.Collections;
using System.Reflection;
using Bq2.Efi;
using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;
using Bq2.Image;
using Bq2.Sysroot;
using Bq2.Tests.Efi;

namespace Bq2.Tests;

/// <summary>
/// Every public method of the libraries, called with null for each argument that must not be null, and with numbers that are too small
/// or too large: each mistake is reported by the argument's name, or as a fault, and never by an access that went wrong.
/// </summary>
public sealed class PublicArgumentTests : IDisposable
{
    private static readonly Assembly[] s_libraries = [typeof(PeImage).Assembly, typeof(DiskImage).Assembly, typeof(Qemu).Assembly];

    private static readonly CoffObject s_object = SampleObject.Read(Machine.X64);
    private static readonly PeImage s_image = PeImage.Read("a.efi", EfiLinker.Link([s_object]).Image!);

    private readonly TempFolder _temp = new();
    private int _files;

    public static TheoryData<string> Members => [.. Calls().Select(Show)];

    [Theory]
    [MemberData(nameof(Members))]
    public void NullIsReportedByTheArgumentsName(string member)
    {
        var call = Named(member);
        foreach (var parameter in call.GetParameters().Where(MustNotBeNull))
        {
            var failure = Failure(call, parameter, null);
            Assert.True(failure is ArgumentNullException argument && argument.ParamName == parameter.Name,
                $"{member}: null for {parameter.Name} gave {failure?.ToString() ?? "no exception"}");
        }
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void ANumberOutOfRangeIsReported(string member)
    {
        var call = Named(member);
        foreach (var parameter in call.GetParameters())
        {
            object[] extremes = parameter.ParameterType == typeof(int) ? [-1, int.MinValue, int.MaxValue]
                : parameter.ParameterType == typeof(long) ? [-1L, long.MinValue, long.MaxValue]
                : parameter.ParameterType.IsEnum ? [Enum.ToObject(parameter.ParameterType, -1)] : [];
            foreach (object extreme in extremes)
            {
                var failure = Failure(call, parameter, extreme);
                bool isReported = failure is null or ArgumentException or FaultException or InvalidOperationException;
                Assert.True(isReported, $"{member}: {extreme} for {parameter.Name} gave {failure}");
                Assert.False(failure is null && extreme is -1 or -1L && MustNotBeNegative(parameter),
                    $"{member}: {extreme} for {parameter.Name} gave no exception");
            }
        }
    }

    [Fact]
    public void TheMembersAreFound() => Assert.True(Calls().Count() > 114, $"only {Calls().Count()} members were found");

    public void Dispose() => _temp.Dispose();

    // The compiler lists an extension's members a second time, in types that cannot be called. Records' own members are the compiler's,
    // too; Equals and operators take anything.
    private static IEnumerable<MethodBase> Calls() =>
        from type in s_libraries.SelectMany(library => library.GetExportedTypes())
        where !type.IsSubclassOf(typeof(Delegate)) && !type.Name.StartsWith('<')
        from member in type.GetMembers(
            BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly).OfType<MethodBase>()
        where !member.IsSpecialName || (member.IsConstructor && !IsRecord(type))
        where member.Name is not ("Equals" or "Deconstruct" or "PrintMembers") && !member.Name.StartsWith('<')
        where member.GetParameters().Length > 0 && !member.IsAbstract && !TakesSpans(member)
        where member.GetParameters().Any(parameter => MustNotBeNull(parameter) || IsNumber(parameter))
        select member;

    // Those cannot be called by reflection: ArgumentTests has them.
    private static bool TakesSpans(MethodBase member) => member.GetParameters().Select(each => each.ParameterType)
        .Append((member as MethodInfo)?.ReturnType ?? typeof(void)).Any(type => type.IsByRefLike);

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null || type.GetMethod("PrintMembers",
        BindingFlags.NonPublic | BindingFlags.Instance) is not null;

    private static MethodBase Named(string member) => Calls().Single(each => Show(each) == member);

    private static string Show(MethodBase member) =>
        $"{member.DeclaringType!.Name}.{member.Name}({string.Join(", ", member.GetParameters().Select(each => each.ParameterType.Name))})";

    private static bool MustNotBeNull(ParameterInfo parameter) =>
        !parameter.ParameterType.IsValueType && !parameter.IsOut
        && new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.NotNull;

    private static bool IsNumber(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(int) || parameter.ParameterType == typeof(long) || parameter.ParameterType.IsEnum;

    private static bool MustNotBeNegative(ParameterInfo parameter) =>
        !parameter.ParameterType.IsEnum;

    private Exception? Failure(MethodBase call, ParameterInfo parameter, object? wrong)
    {
        object?[] given = [.. call.GetParameters().Select(each => each.Position == parameter.Position ? wrong : Example(each))];
        try
        {
            object? result = call is ConstructorInfo make ? make.Invoke(given)
                : call.Invoke(call.IsStatic ? null : Example(call.DeclaringType!, "this"), given);
            if (wrong is not null && result is IEnumerable sequence)
                sequence.GetEnumerator().MoveNext();
            (result as IDisposable)?.Dispose();
            return null;
        }
        catch (TargetInvocationException failure)
        {
            return failure.InnerException;
        }
    }

    private object? Example(ParameterInfo parameter) =>
        parameter.HasDefaultValue ? parameter.DefaultValue : Example(parameter.ParameterType, parameter.Name!);

    private object? Example(Type type, string name) => true switch
    {
        _ when type == typeof(string) => name == "name" ? "a" : NewFile(),
        _ when type == typeof(Source) => Source.FromBytes(new byte[4096]),
        _ when type == typeof(WritableDisk) => DiskImage.OpenForWriting(NewFile()),
        _ when type == typeof(Stream) => new MemoryStream(),
        _ when type == typeof(Content) => Content.FromBytes(new byte[100]),
        _ when type == typeof(ContentReader) => (ContentReader)((_, _) => { }),
        _ when type == typeof(Regions) => new Regions(4096),
        _ when type == typeof(Tree) => new Tree(),
        _ when type == typeof(TreeEntry) => new Tree().AddFile("a", Content.Empty),
        _ when type == typeof(Ext4Volume) => Ext4Volume.Open(Source.Of(Ext4Volume.Plan(new Tree()))),
        _ when type == typeof(FatVolume) || type == typeof(Volume) => SmallVolume(),
        _ when type == typeof(ErofsVolume) => ErofsVolume.Open(Source.Of(ErofsVolume.Plan(new()))),
        _ when type == typeof(VerityTree) => VerityTree.Compute(new(4096)),
        _ when type == typeof(VolumeEntry) => SmallVolume().Find("a"),
        _ when type == typeof(GptDisk) => GptDisk.Read(Source.Of(GptDisk.Plan([new(PartitionType.Esp, new(1 << 20))]))),
        _ when type == typeof(ImagePath) => new ImagePath(NewFile(), null, "a"),
        _ when type == typeof(Func<string, bool>) => (Func<string, bool>)File.Exists,
        _ when type == typeof(PeImage) => s_image,
        _ when type == typeof(CoffObject) => s_object,
        _ when type == typeof(Disassembly) => new Disassembly(s_image),
        _ when type == typeof(LinkMap) => new LinkMap([], []),
        _ when type == typeof(Fault) => new Fault(EfiFaults.IsFolder, "a"),
        _ when type == typeof(Qcow2Options) => new Qcow2Options(),
        _ when type == typeof(EntryKind) => EntryKind.BlockDevice,
        _ when type.IsValueType => Activator.CreateInstance(type),
        _ when type.IsGenericType => Array.CreateInstance(type.GetGenericArguments()[0], 0),
        _ => throw new InvalidOperationException($"there is no example of {type}"),
    };

    private string NewFile()
    {
        string path = _temp[$"{_files++}"];
        File.WriteAllBytes(path, new byte[4096]);
        return path;
    }

    private static FatVolume SmallVolume()
    {
        var tree = new Tree();
        tree.AddFile("a", Content.FromBytes(new byte[100]));
        return FatVolume.Open(Source.Of(FatVolume.Plan(tree)));
    }
}
