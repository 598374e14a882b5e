namespace Internal.Runtime;

/// <summary>
/// Memory for objects, in chunks from the firmware's pool. There is no garbage collector: an object lives as long as the program, which
/// frees all chunks when it ends.
/// </summary>
internal static unsafe class Heap
{
    private const nuint ChunkSize = 64 << 10;

    // A larger object gets its own chunk, so that the rest of the current one is not wasted.
    private const nuint LargeSize = ChunkSize / 4;

    private static byte* s_next;
    private static byte* s_end;
    private static byte* s_chunks;     // each begins with where the one before it is

    /// <summary>Memory of zeros, aligned to 8 bytes; null when there is none.</summary>
    public static byte* Allocate(nuint size)
    {
        size = size + 7 & ~(nuint)7;
        if (size >= LargeSize)
            return TakeChunk(size);
        if (size > (nuint)(s_end - s_next))
        {
            byte* room = TakeChunk(ChunkSize);
            if (room == null)
                return null;
            s_next = room;
            s_end = room + ChunkSize;
        }

        byte* taken = s_next;
        s_next += size;
        return taken;
    }

    public static void GiveBack()
    {
        while (s_chunks != null)
        {
            byte* chunk = s_chunks;
            s_chunks = *(byte**)chunk;
            Firmware.Boot->FreePool(chunk);
        }
    }

    private static byte* TakeChunk(nuint size)
    {
        var chunk = (byte*)Firmware.Allocate(size + (nuint)sizeof(byte*));
        if (chunk == null)
            return null;

        *(byte**)chunk = s_chunks;
        s_chunks = chunk;
        SpanHelpers.ClearWithoutReferences(ref chunk[sizeof(byte*)], size);
        return chunk + sizeof(byte*);
    }
}
