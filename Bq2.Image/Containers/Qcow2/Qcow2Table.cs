using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>An L2 table in memory: the words of one cluster, and which of them are not written yet.</summary>
internal sealed class Qcow2Table(int index, Be64[] words)
{
    private int _from = int.MaxValue;
    private int _to;

    /// <summary>The index of the L1 entry that points to it.</summary>
    public int Index => index;

    public Be64[] Words => words;

    /// <summary>The bytes from the first changed word to the last, and their offset in the table.</summary>
    public ReadOnlySpan<byte> ChangedBytes(out int start)
    {
        start = _from * sizeof(ulong);
        return MemoryMarshal.AsBytes(words.AsSpan(_from, _to - _from));
    }

    public void Set(int word, ulong value)
    {
        words[word] = value;
        Touch(word, word + 1);
    }

    public void TouchAll() => Touch(0, words.Length);

    public void Settle() => (_from, _to) = (int.MaxValue, 0);

    private void Touch(int from, int to) => (_from, _to) = (Math.Min(_from, from), Math.Max(_to, to));
}
