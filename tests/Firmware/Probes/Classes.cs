internal static class Classes
{
    public static void Run()
    {
        Inheritance();
        Enums();
        BoxesAndNullables();
        TypesAndIdentity();
        Records();
        Structs();
    }

    private static void Inheritance()
    {
        Animal cat = new Cat("Tom"), dog = Dog.Make();
        Probe.Equal("virtual method", "Tom says meow; a dog says woof", cat.Speak() + "; " + dog.Speak());
        Probe.Equal("base method", "Tom is an animal, and a cat", cat.Describe());
        Probe.True("is", cat is Cat && dog is not Cat && cat is Animal and { Legs: 4 } && (object)"x" is string);
        Probe.True("as", cat as Cat != null && (object)cat as string == null && dog as Cat is null);
        Probe.Equal("cast", "Tom", ((Cat)cat).Name);
        Probe.Equal("pattern switch", "cat dog other number 5", Kind(cat) + " " + Kind(dog) + " " + Kind("x") + " " + Kind(5));
    }

    private static void Enums()
    {
        object day = Day.Tuesday;
        Probe.True("boxed enum", (Day)day == Day.Tuesday && day.Equals(Day.Tuesday) && !day.Equals(Day.Monday) && (int)(Day)day == 1);
        Probe.Equal("enum to text", "Tuesday 9 1 09", $"{Day.Tuesday} {(Day)9} {Day.Tuesday:D} {(Day)9:X}");
        Probe.Equal("names beyond ASCII", "Classes+Größe 世界 Été", $"{typeof(Größe)} {Größe.世界} {Größe.Été}");
        Probe.Equal("flags to text", "A, C 0 9", $"{Options.A | Options.C} {default(Options)} {(Options)9}");
        Probe.Equal("name of a generic type", "System.Collections.Generic.Dictionary`2[System.String,Classes+Day[]] List`1 List`1[]",
            $"{typeof(Dictionary<string, Day[]>)} {typeof(List<int>).Name} {typeof(List<Cat>[]).Name}");
        Probe.True("enum flags", (Options.A | Options.C).HasFlag(Options.C) && !Options.A.HasFlag(Options.B));
    }

    private static void BoxesAndNullables()
    {
        object boxed = 42;
        Probe.True("boxing", (int)boxed == 42 && boxed is int and > 40 && boxed is not long && boxed.Equals(42)
            && boxed.ToString() == "42");
        int? some = 7, none = null;
        object? boxedSome = some, boxedNone = none;
        Probe.True("nullable", some.HasValue && !none.HasValue && some + 1 == 8 && none + 1 is null && (none ?? 3) == 3);
        Probe.True("nullable boxes", boxedSome is int and 7 && boxedNone is null && (int?)boxedSome == 7 && (int?)boxedNone is null);
        Tight? tight = new Tight { A = 1, D = 4 };
        object? boxedTight = tight;
        Probe.True("nullable boxes of odd alignment", ((Tight?)boxedTight)!.Value.D == 4 && ((Tight)boxedTight!).A == 1);
    }

    private static void TypesAndIdentity()
    {
        Animal cat = new Cat("Tom"), dog = Dog.Make();
        object boxed = 42;
        Probe.Equal("object text", "Classes+Plain", new Plain().ToString());
        Probe.True("object identity", ReferenceEquals(cat, cat) && !ReferenceEquals(cat, dog) && cat.Equals(cat)
            && cat.GetHashCode() == cat.GetHashCode());
        Probe.True("type of an object", typeof(Cat) != typeof(Dog) && cat.GetType() == typeof(Cat) && cat.GetType() != dog.GetType()
            && boxed.GetType() == typeof(int));
        Probe.Equal("name of a type", "Cat Classes+Dog System.Int32 System.String[]",
            $"{cat.GetType().Name} {typeof(Dog)} {boxed.GetType().FullName} {new string[0].GetType()}");
        Probe.True("types are equal by what they are", cat.GetType().Equals(new Cat("x").GetType())
            && cat.GetType().GetHashCode() == typeof(Cat).GetHashCode());
    }

    private static void Records()
    {
        var point = new Point(1, 2);
        var moved = point with { Y = 5 };
        Probe.Equal("record", "Point { X = 1, Y = 5 } True False", $"{moved} {moved == new Point(1, 5)} {moved == point}");
        var pair = new Pair(3, "c");
        Probe.Equal("record struct", "Pair { Number = 3, Text = c } True", $"{pair} {pair == new Pair(3, "c")}");
        var (x, y) = point;
        Probe.Equal("deconstruction", 12, x * 10 + y);
        var anonymous = new { A = 1, B = "b" };
        Probe.Equal("anonymous type", "1b", anonymous.A + anonymous.B);
        var lazily = new Counter { ["k"] = 3 };
        Probe.True("indexer and required member", lazily["k"] == 3 && new Need { Value = 4 }.Value == 4);
    }

    private static void Structs()
    {
        Probe.Equal("operators", "(4, 6)", (new Vector(1, 2) + new Vector(3, 4)).ToString());
        Probe.True("structs with equal texts are equal", new Labelled(1, "a" + 1, 2).Equals(new Labelled(1, "a" + 1, 2)));
        Probe.True("structs with other texts are not", !new Labelled(1, "a" + 1, 2).Equals(new Labelled(1, "a" + 2, 2)));
        Probe.True("structs with equal texts and other numbers are not", !new Labelled(1, "a" + 1, 2).Equals(new Labelled(1, "a" + 1, 3)));
        Probe.True("structs with equal texts have one hash",
            new Labelled(1, "a" + 1, 2).GetHashCode() == new Labelled(1, "a" + 1, 2).GetHashCode());
        Probe.Equal("primary constructor with a field", 3, new Cell(3).Value);
        Probe.True("value equality by bits", new Plain2 { A = 1 }.Equals(new Plain2 { A = 1 })
            && !new Plain2 { A = 1 }.Equals(new Plain2 { B = 1 }));
        Probe.Equal("many objects", 20000, Chain(20000));
        Probe.Equal("extension member", 3, "abc".Size);
        Derived covariant = new Derived().Copy();
        Probe.True("covariant return", covariant is not null);
    }

    private static string Kind(object thing) => thing switch
    {
        Cat { Name.Length: > 2 } => "cat",
        Dog => "dog",
        int n => "number " + n,
        _ => "other",
    };

    private static int Chain(int length)
    {
        Node? head = null;
        for (int i = 0; i < length; i++)
            head = new Node { Next = head };
        int count = 0;
        for (; head is not null; head = head.Next)
            count++;
        return count;
    }

    private sealed class Node
    {
        public Node? Next;
    }

    private abstract class Animal
    {
        public int Legs { get; init; } = 4;

        public abstract string Sound { get; }

        public virtual string Title => "it";

        public string Speak() => Title + " says " + Sound;

        public virtual string Describe() => Title + " is an animal";
    }

    private class Cat(string name) : Animal
    {
        public string Name => name;

        public override string Sound => "meow";

        public override string Title => name;

        public sealed override string Describe() => base.Describe() + ", and a cat";
    }

    private sealed class Dog : Animal
    {
        public static Dog Make() => new();

        public override string Sound => "woof";

        public override string Title => "a dog";
    }

    private sealed class Plain;

    private class Original
    {
        public virtual Original Copy() => new();
    }

    private sealed class Derived : Original
    {
        public override Derived Copy() => new();
    }

    private struct Plain2
    {
        public int A;
        public int B;
    }

    private struct Tight
    {
        public byte A, B = 1, C = 1, D;

        public Tight()
        {
        }
    }

    private enum Day : byte
    {
        Monday,
        Tuesday,
    }

    [Flags]
    private enum Options
    {
        A = 1,
        B = 2,
        C = 4,
    }

    private sealed record Point(int X, int Y);

    private struct Labelled(int number, string label, long size)
    {
        public int Number = number;
        public string Label = label;
        public object? None = null;
        public long Size = size;
    }

    private readonly record struct Pair(int Number, string Text);

    private sealed class Need
    {
        public required int Value { get; init; }
    }

    private sealed class Counter
    {
        private int _value;

        public int this[string key]
        {
            get => _value * key.Length;
            set => _value = value;
        }
    }

    private enum Größe
    {
        世界,
        Été,
    }

    private readonly struct Vector(int x, int y)
    {
        public static Vector operator +(Vector a, Vector b) => new(a.X + b.X, a.Y + b.Y);

        public int X => x;

        public int Y => y;

        public override string ToString() => $"({X}, {Y})";
    }

    private sealed class Cell(int value)
    {
        public int Value { get; } = value;
    }
}

internal static class TextExtensions
{
    extension(string text)
    {
        public int Size => text.Length;
    }
}
