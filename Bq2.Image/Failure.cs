using Bq2.Efi;

namespace Bq2.Image;

/// <summary>Makes the exception for invalid input. Numbers are formatted in the invariant culture.</summary>
internal static class Failure
{
    public static FaultException Of(FaultCode code, FormattableString message, string? path = null, string? hint = null) =>
        new(new(code, FormattableString.Invariant(message)) { Path = path, Hint = hint });
}
