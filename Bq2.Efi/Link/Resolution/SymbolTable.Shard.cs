using System.Numerics;
using System.Runtime.CompilerServices;
using Bq2.Efi.Link.Inputs;
using Bq2.Efi.Work;

namespace Bq2.Efi.Link.Resolution;

internal sealed partial class SymbolTable
{
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
