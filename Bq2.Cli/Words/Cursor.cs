using System.CommandLine;

namespace Bq2.Cli;

/// <summary>The place on a command line where the next word is typed: its command, and what is expected there.</summary>
internal sealed class Cursor
{
    private Command _command;
    private Option? _open;
    private bool _onlyNames;
    private int _places;

    private Cursor(Command root) => _command = root;

    /// <summary>The completions, given the words before and the beginning of the word itself.</summary>
    public static IEnumerable<Candidate> Candidates(Command root, IEnumerable<string> before, string begun)
    {
        var cursor = new Cursor(root);
        foreach (string word in before)
            cursor.Pass(word);
        return cursor.Candidates(begun);
    }

    private void Pass(string word)
    {
        if (_open is not null)
            _open = null;
        else if (_onlyNames)
            _places++;
        else if (word == "--")
            _onlyNames = true;
        else if (word.Length > 1 && word[0] == '-')
            _open = word.Contains('=') ? null : Find(word) is { } option && TakesValue(option) ? option : null;
        else if (_command.Subcommands.FirstOrDefault(verb => verb.Name == word) is { } verb)
            _command = verb;
        else
            _places++;
    }

    private IEnumerable<Candidate> Candidates(string begun)
    {
        if (_open is not null)
            return Values(_open, begun);

        int equals = begun.IndexOf('=');
        if (!_onlyNames && begun.StartsWith("--", StringComparison.Ordinal) && equals > 0)
            return Find(begun[..equals]) is { } option ? Values(option, begun[(equals + 1)..], begun[..(equals + 1)]) : [];
        if (!_onlyNames && begun.StartsWith('-'))
            return OptionsFrom(begun);

        Candidate[] due = [.. Due(begun)];
        return due.Length > 0 || begun.Length > 0 || _onlyNames ? due : OptionsFrom(begun);
    }

    /// <summary>The commands or argument values for a word without a dash.</summary>
    private IEnumerable<Candidate> Due(string begun)
    {
        foreach (var verb in _command.Subcommands.Where(verb => !verb.Hidden && verb.Name.StartsWith(begun, StringComparison.Ordinal)))
            yield return new(verb.Name, verb.Description);
        if (PlaceAt(_places) is not { } place)
            yield break;
        foreach (var value in Values(place, begun))
            yield return value;
    }

    // If the last argument takes several words, it takes the rest.
    private Argument? PlaceAt(int index) =>
        index < _command.Arguments.Count ? _command.Arguments[index]
        : _command.Arguments is [.., { Arity.MaximumNumberOfValues: > 1 } last] ? last
        : null;

    private IEnumerable<Candidate> OptionsFrom(string begun) =>
        from option in CommandLine.OptionsOf(_command)
        where !option.Hidden
        from name in option.Aliases.Prepend(option.Name)
        where name.StartsWith(begun, StringComparison.Ordinal)
        select new Candidate(name, option.Description);

    private static IEnumerable<Candidate> Values(Symbol symbol, string begun, string before = "") =>
        Offers.Of(symbol, begun).Select(value => new Candidate(value[0] == ':' ? value : before + value, null));

    private Option? Find(string name) =>
        CommandLine.OptionsOf(_command).FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name));

    private static bool TakesValue(Option option) => option.ValueType != typeof(bool) && option.Arity.MaximumNumberOfValues > 0;
}
