namespace Bq2.Image;

/// <summary>
/// One of several workers that write the chunks of a disk to a file, each on its own thread with its own buffers. For each chunk, a
/// <see cref="Conveyor"/> calls the three steps in order.
/// </summary>
internal abstract class ChunkWorker : IDisposable
{
    /// <summary>Whether chunks are placed in the disk's order. If not, nobody waits, and <see cref="Place"/> is not called.</summary>
    public virtual bool TakesTurns => true;

    /// <summary>Reads the chunk and processes its bytes, in parallel with other workers.</summary>
    public abstract void Prepare(Chunk chunk);

    /// <summary>Decides where the bytes go. Runs for one worker at a time, strictly in the disk's order.</summary>
    public virtual void Place()
    {
    }

    /// <summary>Writes the bytes, again in parallel.</summary>
    public virtual void Write()
    {
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
