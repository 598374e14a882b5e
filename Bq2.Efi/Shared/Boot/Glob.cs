namespace Bq2.Efi.Boot;

/// <summary>Patterns: * matches anything, ? one character, [a-z] one of a set. Case is ignored.</summary>
internal static class Glob
{
    public static bool Matches(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> name)
    {
        // Where to continue if what follows the last star does not match: the star takes one more character.
        ReadOnlySpan<byte> afterStar = default, retry = default;
        bool star = false;
        while (true)
        {
            if (!pattern.IsEmpty && pattern[0] == '*')
            {
                star = true;
                pattern = afterStar = pattern[1..];
                retry = name;
            }
            else if (name.IsEmpty && pattern.IsEmpty)
            {
                return true;
            }
            else if (pattern.IsEmpty || name.IsEmpty || !TakeOne(ref pattern, ref name))
            {
                if (!star || retry.IsEmpty)
                    return false;
                Utf8Text.TakeFirst(ref retry);
                name = retry;
                pattern = afterStar;
            }
        }
    }

    private static bool TakeOne(ref ReadOnlySpan<byte> pattern, ref ReadOnlySpan<byte> name)
    {
        int character = Lower(Utf8Text.TakeFirst(ref name));
        int wanted = Lower(Utf8Text.TakeFirst(ref pattern));
        if (wanted == '?')
            return true;
        if (wanted == '[' && !pattern.IsEmpty && pattern[1..].IndexOf((byte)']') >= 0)
            return TakeSet(ref pattern, character);
        if (wanted == '\\' && !pattern.IsEmpty)
            wanted = Lower(Utf8Text.TakeFirst(ref pattern));
        return wanted == character;
    }

    private static bool TakeSet(ref ReadOnlySpan<byte> pattern, int character)
    {
        bool without = pattern[0] == '!', found = false;
        if (without)
            pattern = pattern[1..];

        // A closing bracket exists; that was checked. One that comes first is a member of the set.
        for (int members = 0; !pattern.IsEmpty && (members == 0 || pattern[0] != ']'); members++)
        {
            int low = Lower(Utf8Text.TakeFirst(ref pattern)), high = low;
            if (pattern.Length > 1 && pattern[0] == '-' && pattern[1] != ']')
            {
                pattern = pattern[1..];
                high = Lower(Utf8Text.TakeFirst(ref pattern));
            }

            found |= character >= low && character <= high;
        }

        if (!pattern.IsEmpty)
            pattern = pattern[1..];
        return found != without;
    }

    private static int Lower(int c) => c is >= 'A' and <= 'Z' ? c | 0x20 : c;
}
