using BenchmarkDotNet.Attributes;
using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;

namespace Bq2.Bench;

/// <summary>
/// What does a link cost inside a program? <see cref="CopyObject"/> is the floor: the object's bytes, copied once. The
/// object is made here: functions that call each other and tables of addresses, as ilc's are.
/// </summary>
[MemoryDiagnoser, ShortRunJob]
public class LinkBench
{
    private const int FunctionLength = 64;
    private const SectionTraits Code = SectionTraits.Code | SectionTraits.Execute | SectionTraits.Read;

    private byte[] _object = [];

    [Params(100, 10_000)]
    public int Functions { get; set; }

    [GlobalSetup]
    public void MakeObject() => _object = MadeObject();

    public byte[] MadeObject()
    {
        var builder = new CoffBuilder(Machine.X64);
        short text = builder.Section(".managedcode$I", Code, new byte[Functions * FunctionLength]);
        short table = builder.Section(".rdata", SectionTraits.InitializedData | SectionTraits.Read, new byte[Functions * sizeof(ulong)]);
        builder.Symbol("EfiMain", text);
        for (int i = 0; i < Functions; i++)
        {
            uint function = builder.Symbol($"Some_Namespace_SomeType__Method{i}", text, (uint)(i * FunctionLength));
            uint caller = (uint)((i + 1) % Functions * FunctionLength);
            if (i % 2 == 0)
                builder.Relocation(text, caller + 1, (ushort)Amd64Relocation.Rel32, function);
            else
                builder.Relocation(table, (uint)(i * sizeof(ulong)), (ushort)Amd64Relocation.Addr64, function);
        }

        return builder.ToBytes();
    }

    [Benchmark(Baseline = true)]
    public byte[] CopyObject() => [.. _object];

    [Benchmark]
    public byte[]? Link() => EfiLinker.Link([CoffObject.Read("bench.obj", _object)]).Image;
}
