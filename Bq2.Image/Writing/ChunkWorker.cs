namespace Bq2.Image;

/// <summary>
/// One of several that carry the chunks of a disk into a file, each on a thread of its own and with buffers of its own. For
/// every chunk a <see cref="Conveyor"/> calls the three steps in turn.
/// </summary>
internal abstract class ChunkWorker : IDisposable
{
    /// <summary>Reads the chunk and works on its bytes. Others prepare other chunks meanwhile.</summary>
    public abstract void Prepare(Chunk chunk);

    /// <summary>Decides where the bytes go. One worker at a time, and strictly in the disk's order.</summary>
    public virtual void Place()
    {
    }

    /// <summary>Writes the bytes to where they go, again beside the others.</summary>
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
