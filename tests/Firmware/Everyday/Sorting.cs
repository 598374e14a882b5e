// Arrays and lists in order: by values, by keys, with ties, backwards, in parts.
var random = new Generator(12345);
var people = new List<Person>();
for (int i = 0; i < 60; i++)
    people.Add(new($"p{i:D2}", random.Next(7)));

// Ties among sixty show which sort it is.
people.Sort((a, b) => a.Age - b.Age);
foreach (var person in people)
    Console.Write($"{person.Name}:{person.Age} ");
Console.WriteLine();
people.Sort();
Console.WriteLine(string.Join(" ", people));

int[] numbers = new int[40];
for (int i = 0; i < numbers.Length; i++)
    numbers[i] = random.Next(1000) - 500;
int[] copy = (int[])numbers.Clone();
Array.Sort(numbers);
Console.WriteLine(string.Join(",", numbers));
Array.Sort(copy, (a, b) => (a & 7) - (b & 7));
Console.WriteLine(string.Join(",", copy));
Array.Reverse(copy);
Console.WriteLine(string.Join(",", copy[5..9]) + " " + Array.IndexOf(copy, copy[7]) + " " + string.Join(",", copy[^2..]));

string[] fruits = ["pear", "Apple", "fig", "apple", "Fig", "banana"];
Array.Sort(fruits, string.CompareOrdinal);
Console.WriteLine(string.Join(" ", fruits));
Array.Sort(fruits, (a, b) => string.Compare(a, b, StringComparison.OrdinalIgnoreCase));
Console.WriteLine(string.Join(" ", fruits));

double[] fractions = [2.5, -1, double.NaN, 0, 1e300, double.NegativeInfinity, -0.0, 1.0 / 3];
Array.Sort(fractions);
foreach (double fraction in fractions)
    Console.Write(fraction + " ");
Console.WriteLine();

// What has an order of its own: tuples, optional values, enums, boxed values, text.
var pairs = new List<(int, string)>();
for (int i = 0; i < 20; i++)
    pairs.Add((random.Next(4), "s" + random.Next(9)));
pairs.Sort();
Console.WriteLine(string.Join(" ", pairs));
double?[] optional = [2.5, null, -1, double.NaN, 0, null];
Array.Sort(optional);
foreach (double? each in optional)
    Console.Write($"[{each}]");
Console.WriteLine();
(Level, bool, char)[] mixed =
[
    (Level.High, true, 'b'), (Level.Low, false, 'z'), (Level.High, false, 'a'), (Level.Below, true, 'x'), (Level.High, true, 'a'),
];
Array.Sort(mixed);
Console.WriteLine(string.Join(" ", mixed));
var things = new List<object> { 3, 1, 2 };
things.Sort();
Console.WriteLine(string.Join(" ", things) + " " + (1, "a").CompareTo((1, "b")) + " " + (1, 2).Equals((1, 2)) + " "
    + ((1, 2) == (2, 1)) + " " + 2.5.CompareTo((object)2.0));
nint[] pointers = [5, -3, 0];
Array.Sort(pointers);
Console.WriteLine(string.Join(" ", pointers));
string[] texts = ["b", "B", "a", "", "ab", "Z", "_", "1"];
Array.Sort(texts);
Console.WriteLine(string.Join(" ", texts));

int steps = 0;
Console.WriteLine($"{Find(numbers, numbers[17], ref steps)} {Find(numbers, 501, ref steps)} {steps}");
var list = new List<int> { 3, 1, 2 };
list.Insert(1, 9);
list.Remove(3);
list.AddRange(numbers[..3]);
list.Reverse();
Console.WriteLine(string.Join("|", list) + $" {list.Contains(9)} {list.IndexOf(2)} {list.Count} {list.Find(n => n < 0)}");

static int Find(int[] sorted, int wanted, ref int steps)
{
    int low = 0, high = sorted.Length - 1;
    while (low <= high)
    {
        int middle = low + (high - low) / 2;
        steps++;
        if (sorted[middle] == wanted)
            return middle;
        if (sorted[middle] < wanted)
            low = middle + 1;
        else
            high = middle - 1;
    }

    return ~low;
}

sealed class Generator(uint state)
{
    public int Next(int below)
    {
        state = state * 1664525 + 1013904223;
        return (int)((state >> 8) % (uint)below);
    }
}

sealed record Person(string Name, int Age) : IComparable<Person>
{
    public int CompareTo(Person? other) => other is null ? 1 : string.CompareOrdinal(Name[2..], other.Name[2..]);
}

enum Level : sbyte { Below = -1, Low, High }
