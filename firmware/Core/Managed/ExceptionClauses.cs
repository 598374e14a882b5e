namespace Internal.Runtime;

/// <summary>
/// A method's exception clauses in ilc's encoding: their number, and for each the start of its try block, the block's length with the kind
/// in the low bits, the start of the handler, and one more value for a catch. Inner blocks come first.
/// </summary>
internal unsafe struct ExceptionClauses
{
    private const uint Typed = 0;
    private const uint Fault = 1;
    private const uint Filter = 2;

    private readonly byte* _first;
    private byte* _next;
    private uint _left;
    private uint _start;
    private uint _length;
    private uint _kind;

    public ExceptionClauses(byte* clauses)
    {
        _next = clauses;
        _left = clauses == null ? 0 : Number(ref _next);
        _first = _next;
    }

    /// <summary>The offset of the handler in the method.</summary>
    public uint Handler { get; private set; }

    /// <summary>A finally block, or the end of a using or foreach: it runs no matter how the try block is left.</summary>
    public readonly bool IsFinally => _kind == Fault;

    public readonly bool Covers(uint offset) => offset - _start < _length;

    public bool MoveNext()
    {
        if (_left-- == 0)
            return false;

        _start = Number(ref _next);
        uint lengthAndKind = Number(ref _next);
        (_length, _kind) = (lengthAndKind >> 2, lengthAndKind & 3);
        Handler = Number(ref _next);
        if (_kind == Typed)
            _next += sizeof(uint);
        else if (_kind == Filter)
            Number(ref _next);
        return true;
    }

    /// <summary>
    /// The index of the first clause with the same handler: a handler inside others has more clauses, for the code of those.
    /// </summary>
    public readonly int PlaceOf(uint handler)
    {
        var clause = this;
        clause._next = _first;
        clause._left = uint.MaxValue;
        int place = 0;
        while (clause.MoveNext() && clause.Handler != handler)
            place++;
        return place;
    }

    // One to five bytes; the low bits of the first say how many.
    private static uint Number(ref byte* next)
    {
        uint first = *next, value = *(uint*)next;
        if ((first & 1) == 0)
            return Take(ref next, 1, first >> 1);
        if ((first & 2) == 0)
            return Take(ref next, 2, (value & 0xffff) >> 2);
        if ((first & 4) == 0)
            return Take(ref next, 3, (value & 0xff_ffff) >> 3);
        return (first & 8) == 0 ? Take(ref next, 4, value >> 4) : Take(ref next, 5, *(uint*)(next + 1));
    }

    private static uint Take(ref byte* next, int length, uint value)
    {
        next += length;
        return value;
    }
}
