// Interfaces, classes, structs, records and generics of one's own.
IShape[] shapes = [new Circle(2), new Square(3), new Tall(new Square(2), 5)];
foreach (var shape in shapes)
    Console.WriteLine($"{shape.Name}: {shape.Area:F3} {shape.Describe()} {shape is ISolid} {(shape as ISolid)?.Volume:F1}");

var stack = new Pile<string>();
foreach (string word in new[] { "a", "b", "c" })
    stack.Push(word);
Console.WriteLine($"{stack.Pop()}{stack.Pop()} {stack.Count} {stack}");
var pairs = new Pile<(int, string)>();
pairs.Push((1, "one"));
Console.WriteLine(pairs.Pop() + " " + pairs.Count);

var first = new Person("Ada", 36) { Tags = ["x"] };
var second = first with { Age = 37 };
Console.WriteLine(first);
Console.WriteLine(second == first ? "same" : "other");
Console.WriteLine(new Person("Ada", 36) == new Person("Ada", 36) ? "same" : "other");
var (name, age) = second;
Console.WriteLine(name + age + first.Equals((object)second));
Console.WriteLine(new Employee("Bob", 40, "chef"));

Vector v = new(1, 2), w = v;
w.X = 10;
Console.WriteLine($"{v} {w} {v + w} {-v} {v == new Vector(1, 2)} {v.Equals((object)w)} {(2 * v).Length2}");
Console.WriteLine($"{Largest(3, 9, 4)} {Largest("x", "yy", "b")} {Largest(1.5, -2)} {Sum(new Meter(2), new Meter(3))}");

var table = new Grid<char>(3, 2, '.');
table[1, 0] = '#';
table[2, 1] = '@';
Console.WriteLine(table);
Console.WriteLine($"{Counter.Made} {new Counter().Id} {new Counter().Id} {Counter.Made}");

static T Largest<T>(params T[] values) where T : IComparable<T>
{
    T best = values[0];
    foreach (T value in values)
    {
        if (value.CompareTo(best) > 0)
            best = value;
    }

    return best;
}

static T Sum<T>(T a, T b) where T : struct, IAdds<T> => T.Add(a, b);

interface IShape
{
    string Name => GetType().Name;
    double Area { get; }
    string Describe() => $"about {(int)Area}";
}

interface ISolid : IShape
{
    double Volume { get; }
}

interface IAdds<T>
{
    static abstract T Add(T a, T b);
}

readonly record struct Meter(int Value) : IAdds<Meter>
{
    public static Meter Add(Meter a, Meter b) => new(a.Value + b.Value);
}

sealed class Circle(double radius) : IShape
{
    public double Area => Math.PI * radius * radius;
}

class Square(double side) : IShape
{
    public virtual double Area => side * side;
    public string Describe() => "four sides";
}

sealed class Tall(Square bottom, double height) : Square(0), ISolid
{
    public override double Area => bottom.Area;
    public double Volume => Area * height;
}

record Person(string Name, int Age)
{
    public List<string>? Tags { get; init; }
}

sealed record Employee(string Name, int Age, string Job) : Person(Name, Age);

struct Vector(int x, int y)
{
    public int X = x, Y = y;
    public readonly int Length2 => X * X + Y * Y;
    public static Vector operator +(Vector a, Vector b) => new(a.X + b.X, a.Y + b.Y);
    public static Vector operator -(Vector a) => new(-a.X, -a.Y);
    public static Vector operator *(int factor, Vector a) => new(factor * a.X, factor * a.Y);
    public static bool operator ==(Vector a, Vector b) => a.Equals(b);
    public static bool operator !=(Vector a, Vector b) => !a.Equals(b);
    public override readonly bool Equals(object? other) => other is Vector v && v.X == X && v.Y == Y;
    public override readonly int GetHashCode() => X * 31 + Y;
    public override readonly string ToString() => $"({X}, {Y})";
}

sealed class Pile<T>
{
    private T[] _items = new T[2];

    public int Count { get; private set; }

    public void Push(T item)
    {
        if (Count == _items.Length)
            Array.Resize(ref _items!, Count * 2);
        _items[Count++] = item;
    }

    public T Pop() => _items[--Count];
}

sealed class Grid<T>(int width, int height, T fill)
{
    private readonly Dictionary<(int, int), T> _cells = [];

    public T this[int x, int y]
    {
        get => _cells.TryGetValue((x, y), out T? found) ? found : fill;
        set => _cells[(x, y)] = value;
    }

    public override string ToString()
    {
        string text = "";
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
                text += this[x, y];
            text += y + 1 < height ? "/" : "";
        }

        return text;
    }
}

sealed class Counter
{
    public static int Made { get; private set; }

    public int Id { get; } = ++Made;
}
