namespace Bq2.Cli;

/// <summary>Suggests words for a misspelt one.</summary>
internal static class Near
{
    /// <summary>"; near: a, b": the words within two edits of <paramref name="word"/>, or that begin with it; else all.</summary>
    public static string Words(string word, IEnumerable<string> known)
    {
        string[] all = [.. known];
        int slips = Math.Max(1, word.Length / 3);
        string[] near = [.. all
            .Select(each => (Word: each, Distance: each.StartsWith(word, StringComparison.Ordinal) ? 0 : Distance(word, each)))
            .Where(each => word.Length > 0 && each.Distance <= slips)
            .OrderBy(each => each.Distance)
            .Select(each => each.Word)];

        if (near.Length > 0)
            return $"; near: {string.Join(", ", near)}";
        return all.Length > 0 ? $"; there are: {string.Join(", ", all)}" : "";
    }

    /// <summary>The number of letters to add, drop, change or swap with a neighbour to turn one word into the other.</summary>
    public static int Distance(string from, string to)
    {
        var cost = new int[from.Length + 1, to.Length + 1];
        for (int row = 0; row <= from.Length; row++)
        {
            for (int column = 0; column <= to.Length; column++)
                cost[row, column] = Cheapest(row, column);
        }

        return cost[from.Length, to.Length];

        int Cheapest(int row, int column)
        {
            if (row == 0 || column == 0)
                return row + column;

            int change = cost[row - 1, column - 1] + (from[row - 1] == to[column - 1] ? 0 : 1);
            int best = Math.Min(change, 1 + Math.Min(cost[row - 1, column], cost[row, column - 1]));
            bool swapped = row > 1 && column > 1 && from[row - 1] == to[column - 2] && from[row - 2] == to[column - 1];
            return swapped ? Math.Min(best, 1 + cost[row - 2, column - 2]) : best;
        }
    }
}
