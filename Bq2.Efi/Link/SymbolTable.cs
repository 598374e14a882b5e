using System.Numerics;
using System.Runtime.InteropServices;
using Bq2.Efi.Coff;

namespace Bq2.Efi.Link;

/// <summary>All definitions of a link. Externals are found by name; names stay where they are, in the objects' bytes.</summary>
internal sealed class SymbolTable
{
    private readonly List<CoffObject> _objects = [];
    private readonly List<Definition> _definitions = [];
    private int[] _buckets = new int[1 << 10];   // an index into _definitions, plus one; open addressing
    private int _externals;

    public ref Definition this[int index] => ref CollectionsMarshal.AsSpan(_definitions)[index];

    public int Count => _definitions.Count;

    public ReadOnlySpan<byte> Name(in Definition definition) => _objects[definition.Object].SymbolName(definition.Symbol);

    /// <summary>Objects are numbered as they come; definitions say which by that number.</summary>
    public int Add(CoffObject added)
    {
        _objects.Add(added);
        return _objects.Count - 1;
    }

    public int AddLocal(in Definition definition)
    {
        _definitions.Add(definition);
        return _definitions.Count - 1;
    }

    /// <summary>The definition of this name: the one that is there, or <paramref name="asked"/>, now added.</summary>
    public int FindOrAdd(in Definition asked)
    {
        if (_externals >= _buckets.Length / 2)
            Grow();

        var name = Name(asked);
        int bucket = Bucket(name);
        if (_buckets[bucket] == 0)
        {
            _buckets[bucket] = AddLocal(asked) + 1;
            _externals++;
        }

        return _buckets[bucket] - 1;
    }

    /// <summary>The definition of a name that someone defined or asked for; -1 where no one did.</summary>
    public int Find(ReadOnlySpan<byte> name) => _buckets[Bucket(name)] - 1;

    private int Bucket(ReadOnlySpan<byte> name)
    {
        int bucket = Hash(name) & _buckets.Length - 1;
        while (_buckets[bucket] != 0 && !name.SequenceEqual(Name(_definitions[_buckets[bucket] - 1])))
            bucket = bucket + 1 & _buckets.Length - 1;
        return bucket;
    }

    private void Grow()
    {
        var old = _buckets;
        _buckets = new int[old.Length * 2];
        foreach (int entry in old)
        {
            if (entry != 0)
                _buckets[Bucket(Name(_definitions[entry - 1]))] = entry;
        }
    }

    // Names of one program share long prefixes, so every byte must count; eight are taken at a time.
    private static int Hash(ReadOnlySpan<byte> name)
    {
        const ulong Factor = 0x9e37_79b9_7f4a_7c15;
        ulong hash = (ulong)name.Length;
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(name))
            hash = BitOperations.RotateLeft(hash ^ word, 23) * Factor;
        foreach (byte last in name[(name.Length & ~7)..])
            hash = BitOperations.RotateLeft(hash ^ last, 23) * Factor;
        return (int)(hash >> 33);
    }
}
