namespace System;

internal static class Buffer
{
    /// <summary>Copies structs with object references. There are none, but the scanner requires the method.</summary>
    internal static void BulkMoveWithWriteBarrier(ref byte destination, ref byte source, nuint byteCount) =>
        SpanHelpers.Memmove(ref destination, ref source, byteCount);
}
