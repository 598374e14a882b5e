internal static class Arrays
{
    private static int s_three = 3;

    public static void Run()
    {
        int[] numbers = new int[s_three];
        Probe.True("array is zeros", numbers.Length == 3 && numbers[0] == 0 && numbers[2] == 0);
        numbers[1] = 5;
        int[] more = [1, 2, s_three, 4, 5, 6];
        int sum = 0;
        foreach (int n in more)
            sum += n;
        Probe.Equal("array foreach", 21, sum);
        Probe.Equal("array literal", 15, ((int[])[1, 2, 4, 8])[..].AsSpan().Length + 11);
        Probe.Equal("array slice", "3 4", $"{more[2..4][0]} {more[2..4][1]}");
        Probe.Equal("array from the end", 5, more[^2]);
        string[] words = new string[s_three];
        words[0] = "a";
        words[2] = words[0] + "b";
        Probe.True("array of references", words[1] is null && words[2] == "ab");
        int[][] jagged = [[1], [2, 3], []];
        Probe.Equal("array of arrays", 3, jagged[0].Length + jagged[1].Length + jagged[2].Length);
        more.AsSpan(0, 3).CopyTo(more.AsSpan(1));
        Probe.Equal("array copy over itself", "1 1 2 3 5 6", Text(more));
        Array.Reverse(more);
        Probe.Equal("array reverse", "6 5 3 2 1 1", Text(more));
        Array.Sort(more);
        Probe.Equal("array sort", "1 1 2 3 5 6", Text(more));
        Array.Sort(more, (a, b) => b - a);
        Probe.Equal("array sort by comparison", "6 5 3 2 1 1", Text(more));
        Array.Resize(ref more!, 2);
        Probe.Equal("array resize", "6 5", Text(more));
        Probe.Equal("array search", 1, Array.IndexOf(more, 5));
        (int A, string B)[] pairs = new (int, string)[2];
        pairs[1] = (4, "x");
        Probe.True("array of structs with references", pairs[0].B is null && pairs[1] == (4, "x"));
        object[] objects = new string[1];
        objects[0] = "fits";
        Probe.Equal("array covariance", "fits", (string)objects[0]);
        IEnumerable<int> sequence = more;
        sum = 0;
        foreach (int n in sequence)
            sum += n;
        Probe.Equal("array as a sequence", 11, sum);
        IReadOnlyList<string> list = words;
        Probe.True("array as a list", list.Count == 3 && list[2] == "ab" && ((IList<string>)words).IndexOf("a") == 0);
        int[] copy = (int[])more.Clone();
        copy[0] = 0;
        Probe.Equal("array clone", "6 5", Text(more));
        byte[] large = new byte[300_000];
        large[299_999] = 1;
        Probe.True("array larger than a chunk", large[150_000] == 0 && large[299_999] == 1);
    }

    private static string Text(int[] numbers)
    {
        string text = "";
        foreach (int n in numbers)
            text += (text.Length > 0 ? " " : "") + n;
        return text;
    }
}
