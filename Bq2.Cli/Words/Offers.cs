using System.CommandLine;
using System.Runtime.CompilerServices;

namespace Bq2.Cli;

/// <summary>The completions for the value of an option or argument.</summary>
internal static class Offers
{
    /// <summary>Placeholders for files or folders, which the shell completes itself. No real value begins with a colon.</summary>
    public const string Files = ":files", Folders = ":folders";

    private static readonly ConditionalWeakTable<Symbol, Func<string, IEnumerable<string>>> s_offers = [];

    extension<T>(T symbol) where T : Symbol
    {
        /// <summary>Offers these values.</summary>
        public T Offering(params string[] values) => symbol.Offering(_ => values);

        /// <summary>Offers files.</summary>
        public T OfferingFiles() => symbol.Offering(Files);

        /// <summary>Offers folders.</summary>
        public T OfferingFolders() => symbol.Offering(Folders);

        /// <summary>Offers values that depend on the text typed so far.</summary>
        public T Offering(Func<string, IEnumerable<string>> values)
        {
            s_offers.AddOrUpdate(symbol, values);
            return symbol;
        }
    }

    /// <summary>The values to offer, given the beginning of one.</summary>
    public static IEnumerable<string> Of(Symbol symbol, string begun) =>
        s_offers.TryGetValue(symbol, out var values)
            ? values(begun).Where(value => value[0] == ':' || value.StartsWith(begun, StringComparison.Ordinal))
            : [];
}
