using Bq2.Efi;
using Bq2.Efi.Binary;

namespace Bq2.Image;

public abstract partial class Source
{
    /// <summary>A failure that names this source, and shows the bytes at fault.</summary>
    internal FaultException Bad(FaultCode code, FormattableString message, long offset, int count, string? hint = null)
    {
        var fault = new Fault(code, FormattableString.Invariant(message)) { Path = Path, Hint = hint };
        if (offset < 0 || offset >= Length || PlaceInFile(offset) is not { } place)
            return new(fault);

        long row = Math.Max(0, offset - place % 16);
        var bytes = ReadBytes(row, (int)Math.Min(16, Length - row));
        return new(fault with { Offset = place, Excerpt = Excerpt.Of(bytes, place - (offset - row), place, count) });
    }

    /// <summary>The same for a field of a struct in it.</summary>
    internal FaultException Bad(FaultCode code, FormattableString message, FieldPlace field, string? hint = null) =>
        Bad(code, message, field.Offset, field.Length, hint);

    /// <summary>A failure that names this source, for faults without specific bytes.</summary>
    internal FaultException Bad(FaultCode code, FormattableString message, string? hint = null) =>
        Failure.Of(code, message, Path, hint);
}
