using System.Numerics;
using System.Runtime.InteropServices;
using Bq2.Efi.Coff;

namespace Bq2.Efi.Link;

/// <summary>
/// The external names of a link. Names stay where they are, in the objects' bytes; what is kept is a hash, and who said
/// the name first. The table is cut into shards by the hash, always the same number, so that several threads can fill it
/// and what comes out does not depend on how many did.
/// </summary>
internal sealed class SymbolTable(List<CoffObject> objects)
{
    public const int ShardCount = 8;

    private const int ShardBits = 3;

    private readonly Shard[] _shards = [.. Enumerable.Range(0, ShardCount).Select(_ => new Shard())];

    public ref Definition this[int index] => ref _shards[index & ShardCount - 1].Definitions[index >> ShardBits];

    /// <summary>All indices there are, shard by shard.</summary>
    public IEnumerable<int> Indices
    {
        get
        {
            for (int shard = 0; shard < ShardCount; shard++)
            {
                for (int i = 0; i < _shards[shard].Count; i++)
                    yield return i << ShardBits | shard;
            }
        }
    }

    public ReadOnlySpan<byte> Name(in Definition definition) => objects[definition.Object].SymbolName(definition.Symbol);

    public static int ShardOf(uint hash) => (int)(hash >> 32 - ShardBits);

    /// <summary>The index of a symbol's name, which now is known. Threads may call this at once for different shards.</summary>
    public int FindOrAdd(uint hash, int number, int symbol)
    {
        int shard = ShardOf(hash);
        return _shards[shard].FindOrAdd(hash, number, symbol, objects) << ShardBits | shard;
    }

    /// <summary>The index of a name that somebody said; -1 where no one did.</summary>
    public int Find(ReadOnlySpan<byte> name)
    {
        uint hash = Hash(name);
        int found = _shards[ShardOf(hash)].Find(hash, name, objects);
        return found < 0 ? -1 : found << ShardBits | ShardOf(hash);
    }

    // Names of one program share long prefixes, so every byte must count; eight are taken at a time.
    public static uint Hash(ReadOnlySpan<byte> name)
    {
        const ulong Factor = 0x9e37_79b9_7f4a_7c15;
        ulong hash = (ulong)name.Length;
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(name))
            hash = BitOperations.RotateLeft(hash ^ word, 23) * Factor;
        foreach (byte last in name[(name.Length & ~7)..])
            hash = BitOperations.RotateLeft(hash ^ last, 23) * Factor;
        return (uint)(hash >> 32);
    }

    /// <summary>The names whose hashes begin with the same bits: a hash table with open addressing, and its definitions.</summary>
    private sealed class Shard
    {
        private (uint Hash, int Entry)[] _buckets = new (uint, int)[1 << 10];   // the entry is an index into Definitions, plus one

        public Definition[] Definitions { get; private set; } = new Definition[1 << 9];

        public int Count { get; private set; }

        public int Find(uint hash, ReadOnlySpan<byte> name, List<CoffObject> objects) => _buckets[Bucket(hash, name, objects)].Entry - 1;

        public int FindOrAdd(uint hash, int number, int symbol, List<CoffObject> objects)
        {
            if (Count >= Definitions.Length)
                Grow();

            int bucket = Bucket(hash, objects[number].SymbolName(symbol), objects);
            if (_buckets[bucket].Entry == 0)
            {
                Definitions[Count] = new() { Object = number, Symbol = symbol, Section = Definition.Undefined, Leads = Definition.NoSection };
                _buckets[bucket] = (hash, ++Count);
            }

            return _buckets[bucket].Entry - 1;
        }

        private int Bucket(uint hash, ReadOnlySpan<byte> name, List<CoffObject> objects)
        {
            int bucket = (int)hash & _buckets.Length - 1;
            while (_buckets[bucket] is { Entry: > 0 } taken && !(taken.Hash == hash && IsCalled(taken.Entry - 1, name, objects)))
                bucket = bucket + 1 & _buckets.Length - 1;
            return bucket;
        }

        private bool IsCalled(int index, ReadOnlySpan<byte> name, List<CoffObject> objects) =>
            name.SequenceEqual(objects[Definitions[index].Object].SymbolName(Definitions[index].Symbol));

        // Never more than half full, so that a search ends soon.
        private void Grow()
        {
            var definitions = Definitions;
            Array.Resize(ref definitions, definitions.Length * 2);
            Definitions = definitions;

            var old = _buckets;
            _buckets = new (uint, int)[old.Length * 2];
            foreach (var taken in old)
            {
                if (taken.Entry == 0)
                    continue;
                int bucket = (int)taken.Hash & _buckets.Length - 1;
                while (_buckets[bucket].Entry != 0)
                    bucket = bucket + 1 & _buckets.Length - 1;
                _buckets[bucket] = taken;
            }
        }
    }
}
