internal static class Collections
{
    private enum Day
    {
        First,
        Second,
    }

    private readonly record struct Point(int X, string Y);

    public static void Run()
    {
        var list = new List<int>();
        for (int i = 0; i < 100; i++)
            list.Add(i * 7 % 100);
        list.Sort();
        list.RemoveAt(0);
        list.Insert(0, -1);
        Probe.True("List", list.Count == 100 && list[0] == -1 && list[99] == 99 && list.IndexOf(50) == 50 && list.Contains(99)
            && list.Remove(99) && list.Count == 99);
        int sum = 0;
        foreach (int n in list)
            sum += n;
        Probe.Equal("List foreach", 4850, sum);
        var words = new List<string> { "pear", "apple", "fig" };
        words.Sort((a, b) => a.Length - b.Length);
        Probe.Equal("List of references", "fig pear apple apple", string.Join(" ", words) + " " + words.Find(w => w[0] == 'a'));
        words.Reverse();
        Probe.Equal("List to array", "apple", words.ToArray()[0]);

        var ages = new Dictionary<string, int> { ["ann"] = 30, ["bob"] = 40 };
        ages["ann"]++;
        ages.Add("cid", 50);
        Probe.True("Dictionary", ages.Count == 3 && ages["ann"] == 31 && ages.ContainsKey("bob") && !ages.TryGetValue("dan", out _)
            && !ages.TryAdd("bob", 1) && ages.Remove("bob") && !ages.ContainsKey("bob"));
        sum = 0;
        foreach (var (name, age) in ages)
            sum += age + name.Length;
        Probe.Equal("Dictionary foreach", 87, sum);
        var numbers = new Dictionary<int, int>();
        for (int i = 0; i < 1000; i++)
            numbers[i * 1024] = i;
        for (int i = 0; i < 1000; i += 2)
            numbers.Remove(i * 1024);
        for (int i = 0; i < 1000; i += 4)
            numbers[i * 1024] = -i;
        bool all = numbers.Count == 750;
        for (int i = 0; i < 1000; i++)
            all &= numbers.TryGetValue(i * 1024, out int value) ? value == (i % 4 == 0 ? -i : i) : i % 4 == 2;
        Probe.True("Dictionary of many", all);
        var byTuple = new Dictionary<(int, string), string> { [(1, "a")] = "one" };
        Probe.Equal("Dictionary by tuples", "one", byTuple[(1, "a")]);
        var byDay = new Dictionary<Day, string> { [Day.Second] = "two", [Day.First] = "one" };
        Probe.Equal("Dictionary by enums", "one two", byDay[Day.First] + " " + byDay[Day.Second]);
        var byPoint = new Dictionary<Point, int> { [new(1, "a")] = 1 };
        Probe.True("Dictionary by record structs", byPoint.ContainsKey(new(1, "a")) && !byPoint.ContainsKey(new(1, "b")));
        IEnumerable<KeyValuePair<string, int>> pairs = ages;
        int count = 0;
        foreach (var pair in pairs)
            count += pair.Value > 0 ? 1 : 0;
        Probe.Equal("Dictionary as a sequence", 2, count);
        int?[] optional = [1, null, 3];
        Probe.True("list of nullables", new List<int?>(optional).IndexOf(null) == 1 && new List<int?>(optional).Contains(3));
        var people = new (string Name, int Age)[] { ("b", 2), ("a", 2), ("c", 1) };
        Array.Sort(people, (x, y) => x.Age != y.Age ? x.Age - y.Age : string.CompareOrdinal(x.Name, y.Name));
        Probe.Equal("sort of tuples", "cab", people[0].Name + people[1].Name + people[2].Name);
        Probe.True("comparers", EqualityComparer<string>.Default.Equals("a", "a") && EqualityComparer<int>.Default.Equals(1, 1)
            && Comparer<string>.Default.Compare("a", "b") < 0 && !EqualityComparer<object>.Default.Equals(1, "1"));
    }
}
