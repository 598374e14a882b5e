namespace Bq2.Efi.Sdk;

internal sealed partial class ProgramNames
{
    /// <summary>A type and its methods, by their mangled names.</summary>
    private sealed class TypeNames(string name, string parameters, IEnumerable<string> methods)
    {
        private readonly Dictionary<string, string> _methods =
            methods.Distinct().GroupBy(MangledNames.Of).ToDictionary(group => group.Key, group => group.First());

        public string Name => name;

        /// <summary>As typeof(List&lt;&gt;) shows it; the program replaces the parameters by arguments.</summary>
        public string NameWithParameters => name + parameters;

        /// <summary>Removes what ilc appends: numbers of overloads. Arguments of generic methods are already gone.</summary>
        public string Method(string mangled)
        {
            string plain = mangled.TrimEnd("0123456789".ToCharArray()).TrimEnd('_');
            string found = _methods.GetValueOrDefault(mangled) ?? _methods.FirstOrDefault(each => each.Key.TrimEnd('_') == plain).Value
                ?? mangled;
            return found == "<Main>$" ? "Main" : found;
        }
    }
}
