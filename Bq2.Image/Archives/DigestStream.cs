using System.Collections.Concurrent;
using Bq2.Efi.Boot;

namespace Bq2.Image;

/// <summary>Passes bytes on, counts them, and hashes them on a thread of its own if asked to.</summary>
internal sealed class DigestStream(Stream target, bool hashes) : OutputStream
{
    private const int PartLength = 1 << 20;
    private const int MaxWaiting = 4;

    private readonly BlockingCollection<(byte[] Bytes, int Length)> _waiting = new(MaxWaiting);
    private readonly ConcurrentBag<byte[]> _free = [];
    private Thread? _hasher;
    private byte[]? _part;
    private int _filled;

    public long BytesWritten { get; private set; }

    /// <summary>The hash in hexadecimal digits, at the end; null if it was not asked for.</summary>
    public string? Digest { get; private set; }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        target.Write(buffer);
        BytesWritten += buffer.Length;
        while (hashes && !buffer.IsEmpty)
        {
            _part ??= _free.TryTake(out byte[]? part) ? part : new byte[PartLength];
            int count = Math.Min(buffer.Length, PartLength - _filled);
            buffer[..count].CopyTo(_part.AsSpan(_filled));
            _filled += count;
            buffer = buffer[count..];
            if (_filled == PartLength)
                Pass();
        }
    }

    /// <summary>Everything is written; waits for the hash.</summary>
    public void End()
    {
        if (!hashes || Digest is not null)
            return;
        Pass();
        _waiting.CompleteAdding();
        _hasher!.Join();
    }

    public override void Flush() => target.Flush();

    // The target stays open. After a failure the thread is told that nothing more comes.
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_waiting.IsAddingCompleted)
            _waiting.CompleteAdding();
        base.Dispose(disposing);
    }

    private void Pass()
    {
        if (_hasher is null)
        {
            _hasher = new Thread(Hash) { IsBackground = true, Name = "digest" };
            _hasher.Start();
        }

        _waiting.Add((_part ?? [], _filled));
        (_part, _filled) = (null, 0);
    }

    private void Hash()
    {
        var hash = new Sha256();
        hash.Start();
        foreach (var (bytes, length) in _waiting.GetConsumingEnumerable())
        {
            hash.Add(bytes.AsSpan(0, length));
            _free.Add(bytes);
        }

        Digest = Convert.ToHexStringLower(Efi.Binary.Digest.End(ref hash));
    }
}
