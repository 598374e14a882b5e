using Bq2.Efi;

namespace Bq2.Image;

/// <summary>
/// A decoder of SharpCompress over packed bytes of ours. Whatever it throws on damaged bytes, and it may be anything, is a fault here.
/// </summary>
internal sealed class BorrowedDecoder : IDisposable
{
    private readonly PackedInput _input;
    private readonly StrictInput _strict;
    private readonly Stream _decoder;

    public BorrowedDecoder(PackedInput input, Func<Stream, Stream> open)
    {
        (_input, _strict) = (input, new(input));
        _decoder = Guard(() => open(_strict));
    }

    /// <summary>Reads until the buffer is full, or to the end of what the decoder unpacks.</summary>
    public int Read(byte[] buffer, int count) => Guard(() =>
    {
        int done = 0;
        while (done < count && _decoder.Read(buffer, done, count - done) is > 0 and var read)
            done += read;
        return done;
    });

    public void Dispose() => _decoder.Dispose();

    private T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception failure) when (failure != _strict.Failure && failure is not (OutOfMemoryException or FaultException))
        {
            throw _strict.Failure as FaultException
                ?? _input.Fault(ImageFaults.PackedDamaged, $"the compressed bytes are damaged before this place");
        }
    }
}
