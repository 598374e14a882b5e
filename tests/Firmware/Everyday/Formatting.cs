// Numbers, enums, tuples and the rest as text.
using System.Text;

int n = -1234567;
Console.WriteLine($"{n} {n:D10} {n:X} {n:x8} {n:N0} {n,12}|{n,-12}|{n:B} {n:G}");
Console.WriteLine($"{long.MinValue} {ulong.MaxValue:N0} {(byte)200:X2} {(sbyte)-5} {short.MinValue:X} {uint.MaxValue} " +
    $"{(char)65}{'b',3}");
Console.WriteLine($"{1.0 / 3} {2.0f / 3} {1e20} {1e-5} {123456.789:F2} {-0.0} {double.NaN} {double.MaxValue} " +
    $"{float.Epsilon} {1.5,8:F1}|{100.0}");
Console.WriteLine(true + " " + false + " " + null + 'x' + 1 + 2L + 3.5 + 1.5f);
Console.WriteLine("{0} {1:D3} {0,5} {2:F1} {{braces}}", "a", 7, 2.25);
Console.WriteLine(string.Format("{0}-{1}-{2}", Day.Monday, 'c', (1, "two", 3.0)));
Console.WriteLine(12.ToString("D5") + 255.ToString("x") + (-7).ToString() + 1.25.ToString("F1") + 0.1f.ToString());

object boxed = Day.Friday;
Day day = Day.Tuesday;
Console.WriteLine(boxed);
Console.WriteLine($"{day} {day:D} {day:X} {boxed:G} {(Day)42} {day,10}|{default(Day),-10}|");
Console.WriteLine(day.ToString() + day + Rights.None + (Rights.Read | Rights.Run) + (Rights)7 + (Rights)8 + (Rights)12
    + Level.Low + (Level)(-7));
Console.WriteLine($"{Rights.All:D} {Rights.All:X} {Rights.All:F} {(Day)3:F} {Level.Low:D} {Level.Low:X} {Wide.Most:X} " +
    $"{Wide.Most:D}");
Console.WriteLine($"{day.CompareTo(Day.Friday)} {day.Equals(boxed)} {Rights.All.HasFlag(Rights.Run)} " +
    $"{new List<Day> { day }[0]} {(day, boxed)} {(Day?)null}| {(Day?)day}");

Show(day);
Show(new int[2]);
Show(new List<string>());
Show(new Dictionary<int, List<Day>>());
Show((1, 2));
Show(new { Name = "x", Age = 3, Day = day });
Show(new Point(1, 2));
Show(new Plain());
Show(new Func<int, string>(i => i + "!"));
Show(typeof(Holder<>.Inner));
Show(new Holder<int>.Inner());
Show((int?)5);
Show<string?>(null);
Show<object>(new int[3][]);
Console.WriteLine($"{typeof(int)} {typeof(string).Name} {typeof(List<int>).Name} {typeof(Day[])} " +
    $"{typeof(Holder<Day>.Inner).Name} {nameof(Console.WriteLine)} {typeof(Dictionary<string, int?>)}");
Type[] types = [typeof(bool), typeof(char), typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int),
    typeof(uint), typeof(long), typeof(ulong), typeof(nint), typeof(nuint), typeof(float), typeof(double), typeof(object),
    typeof(string), typeof(void), typeof(byte*), typeof(void*), typeof(bool[][]), typeof(Span<byte>)];
foreach (Type type in types)
    Console.Write($"{type} {type.Name} ");
Console.WriteLine(new List<int>([1, 2, 3]).Capacity);

var text = new StringBuilder("start");
text.Append(' ').Append(1).Append(true).Append(2.5).Append('z', 3).AppendLine().AppendLine("line").Append($"{n:X8}").Append(day);
text[0] = 'S';
text.Insert(5, "ed").Replace("line", "LINE");
text.Length -= 2;
Console.WriteLine(text.ToString().Replace("\r\n", "\n") + " " + text.ToString().Replace("\r\n", "\n").IndexOf('L'));
Console.WriteLine(new InvalidOperationException("outer", new ArgumentException("inner", "name")));
Console.WriteLine(new KeyNotFoundException().Message + new ArgumentNullException("p").Message + new Exception().Message
    + new FormatException("").Message);

static void Show<T>(T value) => Console.WriteLine($"{value} {value,20}" + " " + value?.ToString());

enum Day { Sunday, Monday, Tuesday, Friday = 5 }

[Flags]
enum Rights : byte { None, Read = 1, Write = 2, Run = 4, All = 7 }

enum Level : short { Low = -7, High = 7 }

enum Wide : ulong { Most = ulong.MaxValue }

readonly record struct Point(int X, int Y);

sealed class Plain;

class Holder<T>
{
    public class Inner;
}
