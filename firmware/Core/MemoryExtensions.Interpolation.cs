using System.Runtime.CompilerServices;

namespace System;

public static partial class MemoryExtensions
{
    /// <summary>Interpolates into existing memory: numbers and text allocate nothing.</summary>
    public static bool TryWrite(
        this Span<char> destination,
        [InterpolatedStringHandlerArgument(nameof(destination))] ref TryWriteInterpolatedStringHandler handler,
        out int charsWritten) =>
        handler.Finish(out charsWritten);

    [InterpolatedStringHandler]
    public ref struct TryWriteInterpolatedStringHandler
    {
        private readonly Span<char> _destination;
        private int _length;
        private bool _fits;

        public TryWriteInterpolatedStringHandler(int literalLength, int formattedCount, Span<char> destination, out bool shouldAppend)
        {
            _destination = destination;
            _fits = shouldAppend = destination.Length >= literalLength;
        }

        public bool AppendLiteral(string value) => AppendFormatted(value.AsSpan());

        public bool AppendFormatted(string? value) => AppendFormatted(value.AsSpan());

        public bool AppendFormatted(ReadOnlySpan<char> value)
        {
            _fits = value.TryCopyTo(_destination[_length..]);
            if (_fits)
                _length += value.Length;
            return _fits;
        }

        public bool AppendFormatted<T>(T value) => AppendFormatted(value, null);

        public bool AppendFormatted<T>(T value, string? format)
        {
            if (value is not ISpanFormattable)
                return AppendFormatted(value?.ToString());

            // Test and cast in one expression, so that the compiler needs no box.
            _fits = ((ISpanFormattable)value).TryFormat(_destination[_length..], out int written, format.AsSpan(), null);
            _length += written;
            return _fits;
        }

        public bool AppendFormatted<T>(T value, int alignment) => AppendFormatted(value, alignment, null);

        public bool AppendFormatted<T>(T value, int alignment, string? format)
        {
            int start = _length;
            return AppendFormatted(value, format) && Pad(alignment, start);
        }

        internal readonly bool Finish(out int charsWritten)
        {
            charsWritten = _fits ? _length : 0;
            return _fits;
        }

        private bool Pad(int alignment, int start)
        {
            int padding = Math.Abs(alignment) - (_length - start);
            if (padding <= 0)
                return true;
            _fits = padding <= _destination.Length - _length;
            if (!_fits)
                return false;

            var text = _destination[start.._length];
            if (alignment > 0)
            {
                text.CopyTo(_destination[(start + padding)..]);
                text = _destination.Slice(start, padding);
            }
            else
            {
                text = _destination.Slice(_length, padding);
            }

            text.Fill(' ');
            _length += padding;
            return true;
        }
    }
}
