// Small things that programs do without a thought, where another library may easily differ.
using System.Text;

Console.WriteLine($"{int.Parse("+5")} {int.Parse("-0")} {long.TryParse("1,000", out _)} " +
    $"{int.TryParse((string?)null, out _)} {int.TryParse(" 7\n", out int seven)} {seven} " +
    $"{sbyte.TryParse("-128", out var sb)} {sb} {ulong.Parse("18446744073709551615")} {ushort.TryParse("65536", out _)} " +
    $"{int.TryParse("0x10", out _)} {int.TryParse("1_000", out _)} {int.TryParse("１", out _)}");
Console.WriteLine(string.Format("{0,-6}|{1,6:X4}|{2}|{0}", "ab", 255, null));
Console.WriteLine($"{null}|{(string?)null,5}|{"x",-3}|{'c',4}|{true,6}|{1.5f,-6}|{(object?)null}|{new int?(),3}|");
Console.WriteLine(string.Join(",", new object?[] { 1, null, "a", 2.5, 'c', true }) + string.Join('-', "a", "b")
    + string.Join(", ", new List<int> { 1, 2 }) + string.Join("|", new string?[] { null, "x" }));
Console.WriteLine("abc"[1] + "abc".Length + "abc"[^1..] + 'a' + 1 + ('a' + 1) + (char)('a' + 1));
Console.WriteLine("  trim\t ".Trim() + "|" + "xxabcxx".TrimStart() + "|" + "a b  c".Split(' ').Length + "|"
    + " a  b ".Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length + "|" + "a--b--c".Split("--").Length);
Console.WriteLine("hello world".Substring(6, 5) + "hello".PadLeft(8, '.') + "hello".PadRight(3)
    + "hello".IndexOf("lo", StringComparison.Ordinal) + "hello".LastIndexOf('z') + "a,b".Contains(',')
    + "Abc".Equals("aBC", StringComparison.OrdinalIgnoreCase) + "aaa".Replace("aa", "b") + "abc".Replace("x", "y")
    + "abc".Replace("b", null));
Console.WriteLine(string.IsNullOrEmpty("") + " " + string.IsNullOrWhiteSpace(" \t") + " " + string.Concat("a", null, "b")
    + string.Concat("a", 1, 'c') + ("a" + null) + (null + "b"));
Console.WriteLine($"{0.1 + 0.2} {1e15} {1e16} {123456789012345680.0} {0.0001} {0.00001} {1.0f / 3} {100f} {1e10f} " +
    $"{float.MaxValue} {(double)float.MaxValue} {5e-324} {-1.5e-7} {3.0} {1.10} {double.PositiveInfinity} " +
    $"{double.NegativeInfinity}");
Console.WriteLine($"{1.005:F2} {2.5:F0} {3.5:F0} {-0.4:F0} {1e21:F1} {0.1 + 0.2:F17} {0.1 + 0.2:R} {12.3456f:F2} " +
    $"{1234.5:F3} {-1.0:F1}");
Console.WriteLine($"{int.MinValue} {Math.Abs(-2.5)} {-7 >> 1} {-7 >>> 28} {7 & -2} {~5} {5 ^ 3} {1 << 31} " +
    $"{unchecked(int.MaxValue + 1 + seven)} {unchecked((uint)1 - 2 + seven)} {10 % 3.5} {-1 % 3}  {byte.MaxValue + 1}");
Console.WriteLine($"{(int)'A'} {(char)97} {'a' < 'b'} {char.IsAsciiDigit('5')} {char.IsWhiteSpace('\u00a0')} " +
    $"{'x'.ToString() + 'y'} {(ushort)'é'} {"é".Length} {"😀".Length} {'a'.CompareTo('d')} {((byte)3).CompareTo((byte)9)} " +
    $"{3.CompareTo(9)} {true.CompareTo(false)} {"a".CompareTo("c")} {string.CompareOrdinal("a", "d")} " +
    $"{((short)1).CompareTo((short)5)}");
var d = new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 };
d.Remove("a");
d["c"] = 3;
d["a"] = 4;
d.Add("e", 5);
foreach (var (k, v) in d)
    Console.Write($"{k}{v} ");
Console.WriteLine(d.Count + " " + d.TryAdd("a", 9) + d["a"] + " " + d.ContainsKey("zz") + d);
var l = new List<int>(16) { 5, 3 };
Console.WriteLine(l.Capacity + " " + l.Count + " " + l.Contains(3) + l.IndexOf(7) + l.Remove(9) + l);
l.Clear();
Console.WriteLine(l.Count + " " + l.Capacity);
for (int i = 0; i < 9; i++)
    l.Add(i);
Console.WriteLine(l.Capacity + " " + new List<int>(new[] { 1, 2, 3 }).Capacity);
var sbd = new StringBuilder();
sbd.Append(1.5).Append(2.5f).Append('c').Append(3L).Append("xy")
    .Append((object?)null).Append(true).AppendLine();
Console.Write(sbd);
Console.WriteLine(sbd.Length - Environment.NewLine.Length);
int x = 5;
int y = x++ + ++x;
Console.WriteLine($"{x} {y} {x switch { > 6 => "big", _ => "small" }} " +
    $"{(x > 3 ? "yes" : "no")} {x is > 3 and < 9} {default(int)} {default(string) ?? "null"} {nameof(x)}");
object o = 5;
Console.WriteLine($"{o is int} {o is long} {o.Equals(5)} {o.Equals(5L)} {(o as string) ?? "no"} " +
    $"{o.GetType()} {o.GetType().Name} {o} {typeof(int) == o.GetType()} {ReferenceEquals(o, o)}");
Console.WriteLine(new S { A = 1, B = "x" }.Equals(new S { A = 1, B = "x" }) + " " + new S() + " " + new R(1, [2]) + " "
    + new R(1, null).Equals(new R(1, null)) + " " + new C() + " " + (new C() == new C()) + new Gen<int, string>.In<bool>());
int[] arr = [1, 2, 3];
int[] same = arr;
same[0] = 9;
Console.WriteLine(arr[0] + " " + arr + " " + arr.Length + " " + (arr is [9, ..]) + string.Join(",", arr[1..]));

struct S
{
    public int A;
    public string B;
}

record R(int X, int[]? Y);

class C;

class Gen<T, U>
{
    public class In<V>;
}
