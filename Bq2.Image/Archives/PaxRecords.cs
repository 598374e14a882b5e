using System.Buffers.Text;

namespace Bq2.Image;

/// <summary>
/// The records of PAX headers, "LENGTH KEY=VALUE" and a line feed: those for all further entries, and those for the next one, which go
/// first.
/// </summary>
internal sealed class PaxRecords
{
    private readonly Dictionary<string, byte[]> _all = [];
    private readonly Dictionary<string, byte[]> _next = [];

    /// <summary>The pieces of a file with holes in the oldest form, whose records repeat: offsets and lengths by turns.</summary>
    public List<long> Pieces { get; } = [];

    /// <summary>Whether there is any record.</summary>
    public bool HasAny => _all.Count + _next.Count > 0;

    /// <summary>The value of a key; null if there is none, or an empty one hides that for all entries.</summary>
    public byte[]? Find(string key) =>
        (_next.GetValueOrDefault(key) ?? _all.GetValueOrDefault(key)) is { Length: > 0 } value ? value : null;

    /// <summary>The values whose keys begin like this, with what follows.</summary>
    public IEnumerable<(string Name, byte[] Value)> StartingWith(string prefix) => _all.Where(record => !_next.ContainsKey(record.Key))
        .Concat(_next)
        .Where(record => record.Key.StartsWith(prefix, StringComparison.Ordinal))
        .Select(record => (record.Key[prefix.Length..], record.Value));

    /// <summary>The entry they were for is over.</summary>
    public void Next()
    {
        if (_next.Count == 0)
            return;
        _next.Clear();
        Pieces.Clear();
    }

    /// <summary>Takes the content of a header; false if it is not made of records.</summary>
    public bool TryAdd(ReadOnlySpan<byte> bytes, bool forAll)
    {
        while (!bytes.IsEmpty)
        {
            if (!Utf8Parser.TryParse(bytes, out int length, out int digits) || length <= digits || length > bytes.Length)
                return false;

            var record = bytes[digits..length];
            int equals = record.IndexOf((byte)'=');
            if (record[0] != ' ' || equals < 0 || record[^1] != '\n')
                return false;
            Add(forAll ? _all : _next, ByteText.Decode(record[1..equals]), record[(equals + 1)..^1]);
            bytes = bytes[length..];
        }

        return true;
    }

    /// <summary>A decimal number that a record holds.</summary>
    public static long? Number(ReadOnlySpan<byte> value) =>
        Utf8Parser.TryParse(value, out long number, out int used) && used == value.Length ? number : null;

    /// <summary>A time: seconds with a fraction, which are negative before 1970.</summary>
    public static UnixTime? Time(ReadOnlySpan<byte> value)
    {
        int point = value.IndexOf((byte)'.');
        if (Number(point < 0 ? value : value[..point]) is not { } seconds)
            return null;
        if (point < 0)
            return new(seconds);

        int nanoseconds = 0;
        var fraction = value[(point + 1)..];

        // Some writer puts a letter behind it; all readers ignore that.
        if (fraction.IndexOfAnyExceptInRange((byte)'0', (byte)'9') is >= 0 and var end)
            fraction = fraction[..end];
        for (int i = 0; i < 9; i++)
            nanoseconds = nanoseconds * 10 + (i < fraction.Length ? fraction[i] - '0' : 0);
        return value[0] == '-' && nanoseconds > 0 ? new(seconds - 1, 1_000_000_000 - nanoseconds) : new(seconds, nanoseconds);
    }

    private void Add(Dictionary<string, byte[]> records, string key, ReadOnlySpan<byte> value)
    {
        if (key is "GNU.sparse.offset" or "GNU.sparse.numbytes" && Number(value) is { } number)
            Pieces.Add(number);
        records[key] = value.ToArray();
    }
}
