// How often each word stands in a text; the most frequent first.
const string Text = """
    It was the best of times, it was the worst of times, it was the age of wisdom,
    it was the age of foolishness, it was the epoch of belief, it was the epoch of incredulity.
    """;

var counts = new Dictionary<string, int>();
foreach (string part in Text.Split(new[] { ' ', ',', '.', '\n', '\r' }, StringSplitOptions.RemoveEmptyEntries))
{
    string word = part.ToLowerInvariant();
    counts[word] = counts.TryGetValue(word, out int before) ? before + 1 : 1;
}

var words = new List<KeyValuePair<string, int>>(counts);
words.Sort((a, b) => b.Value != a.Value ? b.Value.CompareTo(a.Value) : string.CompareOrdinal(a.Key, b.Key));
int widest = 0;
foreach (var (word, _) in words)
    widest = Math.Max(widest, word.Length);
foreach (var (word, count) in words)
    Console.WriteLine($"{word.PadRight(widest)} {count,3} {new string('*', count)}");

// Equal counts, and no second key: the order is that of the sort.
words.Sort((a, b) => b.Value - a.Value);
Console.WriteLine(string.Join(" ", words));
Console.WriteLine($"{counts.Count} words, {string.Join(", ", counts.Keys)}");

int total = 0;
foreach (int count in counts.Values)
    total += count;
counts.Remove("it");
counts.Remove("was");
counts["again"] = 1;
counts["was"] = 2;
foreach (var pair in counts)
    Console.Write(pair + ";");
Console.WriteLine($" of {total}");
Console.WriteLine(counts.ContainsKey("it") ? "there" : "gone");
