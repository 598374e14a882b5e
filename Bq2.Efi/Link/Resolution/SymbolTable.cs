using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using Bq2.Efi.Coff;
using Bq2.Efi.Link.Inputs;
using Bq2.Efi.Work;

namespace Bq2.Efi.Link.Resolution;

/// <summary>
/// The external names of a link. Names stay where they are, in the objects' bytes; what is kept is a hash, and who said
/// the name first. The table is cut into shards by the hash, always the same number, so that several threads can fill it
/// and what comes out does not depend on how many did.
/// </summary>
internal sealed class SymbolTable(List<CoffObject> objects)
{
    public const int ShardCount = 1 << ShardBits;

    private const int ShardBits = NameHash.ShardBits;

    private readonly Shard[] _shards = NewShards();

    private static Shard[] NewShards()
    {
        var shards = new Shard[ShardCount];
        for (int i = 0; i < ShardCount; i++)
            shards[i] = new();
        return shards;
    }

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

    /// <summary>What nobody defines and begins like this.</summary>
    [MethodImpl(Hot.Path)]
    public List<Definition> UndefinedWith(ReadOnlySpan<byte> prefix)
    {
        var found = new List<Definition>();
        foreach (var shard in _shards)
        {
            foreach (ref readonly var known in shard.Definitions.AsSpan(0, shard.Count))
            {
                if (!known.IsDefined && Name(known).StartsWith(prefix))
                    found.Add(known);
            }
        }

        return found;
    }

    public ReadOnlySpan<byte> Name(in Definition definition) =>
        objects[definition.Object].Bytes.Slice(definition.NamePlace.Offset, definition.NamePlace.Length);

    public string Text(in Definition definition) => Encoding.UTF8.GetString(Name(definition));

    /// <summary>Makes room for so many more names in a shard, so that they can be added without moving those that are there.</summary>
    public void MakeRoom(int shard, int names) => _shards[shard].MakeRoom(names);

    /// <summary>The index of a name in an object's bytes, which now is known. Threads may call this at once for different shards.</summary>
    [MethodImpl(Hot.Path)]
    public int FindOrAdd(ReadOnlySpan<byte> bytes, int number, in External external)
    {
        int shard = NameHash.ShardOf(external.Hash);
        return _shards[shard]
            .FindOrAdd(bytes.Slice(external.NamePlace.Offset, external.NamePlace.Length), number, external, this) << ShardBits | shard;
    }

    /// <summary>The index of a name that somebody said; -1 where no one did.</summary>
    public int Find(ReadOnlySpan<byte> name)
    {
        uint hash = NameHash.Of(name);
        int found = _shards[NameHash.ShardOf(hash)].Find(hash, name, this);
        return found < 0 ? -1 : found << ShardBits | NameHash.ShardOf(hash);
    }

    /// <summary>The same for a name as text.</summary>
    public int Find(string name) => Find(Encoding.UTF8.GetBytes(name));

    /// <summary>The names whose hashes begin with the same bits: a hash table with open addressing, and its definitions.</summary>
    private sealed class Shard
    {
        private (uint Hash, int Entry)[] _buckets = [];   // the entry is an index into Definitions, plus one

        public Definition[] Definitions { get; private set; } = [];

        public int Count { get; private set; }

        public void MakeRoom(int names)
        {
            int wanted = Count + names;
            if (wanted > Definitions.Length)
            {
                var definitions = Definitions;
                Array.Resize(ref definitions, Math.Max(wanted, definitions.Length * 3 / 2));
                Definitions = definitions;
            }

            // Never more than half full, so that a search ends soon.
            if (_buckets.Length < wanted * 2L)
                Spread(BitOperations.RoundUpToPowerOf2((uint)wanted * 2));
        }

        public int Find(uint hash, ReadOnlySpan<byte> name, SymbolTable table) =>
            _buckets.Length == 0 ? -1 : _buckets[Bucket(hash, name, table)].Entry - 1;

        [MethodImpl(Hot.Path)]
        public int FindOrAdd(ReadOnlySpan<byte> name, int number, in External external, SymbolTable table)
        {
            ref var bucket = ref _buckets[Bucket(external.Hash, name, table)];
            if (bucket.Entry == 0)
            {
                ref var added = ref Definitions[Count];
                (added.Object, added.Row, added.NamePlace) = (number, external.Row, external.NamePlace);
                (added.Place, added.Leads) = (new(SymbolPlace.Undefined, 0), Definition.NoSection);
                bucket = (external.Hash, ++Count);
            }

            return bucket.Entry - 1;
        }

        [MethodImpl(Hot.Path)]
        private int Bucket(uint hash, ReadOnlySpan<byte> name, SymbolTable table)
        {
            var buckets = _buckets;
            int bucket = (int)hash & buckets.Length - 1;
            while (true)
            {
                ref readonly var taken = ref buckets[bucket];
                if (taken.Entry == 0 || taken.Hash == hash && name.SequenceEqual(table.Name(Definitions[taken.Entry - 1])))
                    return bucket;
                bucket = bucket + 1 & buckets.Length - 1;
            }
        }

        [MethodImpl(Hot.Path)]
        private void Spread(uint size)
        {
            var old = _buckets;
            _buckets = new (uint, int)[size];

            // Written before it is read: the system gives a page that is only read a shared one of zeros, and another later.
            Array.Clear(_buckets);
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
