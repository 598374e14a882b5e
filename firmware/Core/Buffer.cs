namespace System;

internal static class Buffer
{
    /// <summary>Copies structs that hold object references. We have none; the scanner asks for it all the same.</summary>
    internal static void BulkMoveWithWriteBarrier(ref byte destination, ref byte source, nuint byteCount) =>
        SpanHelpers.Memmove(ref destination, ref source, byteCount);
}
