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
internal sealed partial class SymbolTable(List<CoffObject> objects)
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
}
