// Recursion and backtracking: towers, queens, permutations, a memo, a flood fill.
int moves = 0;
Hanoi(5, 'A', 'C', 'B');
Console.WriteLine(moves);
var queens = new int[8];
Console.WriteLine(Place(0) + " " + string.Join("", queens));
foreach (string word in Permutations("abcd"))
    Console.Write(word + " ");
Console.WriteLine();
var memo = new Dictionary<(int, int), long>();
Console.WriteLine($"{Paths(16, 16)} {memo.Count} {Gcd(1071, 462)} {Ackermann(2, 3)} {Power(3, 13)} {Collatz(27)}");

char[][] map = ["..#..".ToCharArray(), ".##..".ToCharArray(), "#...#".ToCharArray()];
Console.WriteLine(Fill(map, 0, 0) + " " + Fill(map, 4, 0));
foreach (char[] row in map)
    Console.WriteLine(new string(row));
Console.WriteLine(string.Join(" ", Subsets([1, 2, 3])));
Console.WriteLine($"{Ways(100, [50, 25, 10, 5, 1])} {Distance("kitten", "sitting")} {ToBase(3999, 7)} {Roman(1994)}");

int Hanoi(int disks, char from, char to, char by)
{
    if (disks == 0)
        return 0;
    Hanoi(disks - 1, from, by, to);
    if (++moves <= 4)
        Console.Write($"{from}>{to} ");
    return Hanoi(disks - 1, by, to, from);
}

bool Place(int row)
{
    if (row == queens.Length)
        return true;
    for (int column = 0; column < queens.Length; column++)
    {
        bool isFree = true;
        for (int above = 0; above < row; above++)
            isFree &= queens[above] != column && row - above != Math.Abs(queens[above] - column);
        queens[row] = column;
        if (isFree && Place(row + 1))
            return true;
    }

    return false;
}

static IEnumerable<string> Permutations(string letters)
{
    if (letters.Length <= 1)
    {
        yield return letters;
        yield break;
    }

    for (int i = 0; i < letters.Length; i++)
    {
        foreach (string rest in Permutations(letters[..i] + letters[(i + 1)..]))
            yield return letters[i] + rest;
    }
}

long Paths(int x, int y)
{
    if (x == 0 || y == 0)
        return 1;
    if (!memo.TryGetValue((x, y), out long known))
        memo[(x, y)] = known = Paths(x - 1, y) + Paths(x, y - 1);
    return known;
}

static int Gcd(int a, int b) => b == 0 ? a : Gcd(b, a % b);

static int Ackermann(int m, int n) => (m, n) switch
{
    (0, _) => n + 1,
    (_, 0) => Ackermann(m - 1, 1),
    _ => Ackermann(m - 1, Ackermann(m, n - 1)),
};

static long Power(long value, int exponent) => exponent == 0 ? 1
    : exponent % 2 == 1 ? value * Power(value, exponent - 1)
    : Power(value * value, exponent / 2);

static int Collatz(long n) => n == 1 ? 0 : 1 + Collatz(n % 2 == 0 ? n / 2 : 3 * n + 1);

static int Fill(char[][] map, int x, int y)
{
    if (y < 0 || y >= map.Length || x < 0 || x >= map[y].Length || map[y][x] != '.')
        return 0;
    map[y][x] = 'o';
    return 1 + Fill(map, x + 1, y) + Fill(map, x - 1, y) + Fill(map, x, y + 1) + Fill(map, x, y - 1);
}

static List<string> Subsets(int[] items)
{
    if (items is [])
        return ["{}"];
    var rest = Subsets(items[1..]);
    var all = new List<string>(rest);
    foreach (string subset in rest)
        all.Add("{" + items[0] + (subset.Length > 2 ? "," : "") + subset[1..]);
    return all;
}

static int Ways(int amount, ReadOnlySpan<int> coins) =>
    amount == 0 ? 1 : amount < 0 || coins.IsEmpty ? 0 : Ways(amount - coins[0], coins) + Ways(amount, coins[1..]);

static int Distance(string a, string b)
{
    var row = new int[b.Length + 1];
    for (int j = 0; j <= b.Length; j++)
        row[j] = j;
    for (int i = 1; i <= a.Length; i++)
    {
        int diagonal = row[0];
        row[0] = i;
        for (int j = 1; j <= b.Length; j++)
            (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
    }

    return row[^1];
}

static string ToBase(int n, int radix) => n < radix ? n.ToString() : ToBase(n / radix, radix) + n % radix;

static string Roman(int n)
{
    (int, string)[] digits =
    [
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"),
        (5, "V"), (4, "IV"), (1, "I"),
    ];
    foreach (var (value, digit) in digits)
    {
        if (n >= value)
            return digit + Roman(n - value);
    }

    return "";
}
