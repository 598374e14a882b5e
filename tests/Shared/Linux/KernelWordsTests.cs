using System.Text;
using Bq2.Efi.Linux;

namespace Bq2.Tests.Shared.Linux;

public sealed class KernelWordsTests
{
    [Theory]
    [InlineData("root=/dev/sda1 ro quiet", "root|/dev/sda1;ro|;quiet|")]
    [InlineData("  a=b\t\nc=d\n", "a|b;c|d")]
    [InlineData("a=\"b c\" d", "a|b c;d|")]
    [InlineData("\"a=b c\" d", "a|b c;d|")]
    [InlineData("\"a b\"=c", "a b\"|c")]
    [InlineData("a=\"b c", "a|b c")]
    [InlineData("a=b\"c d\"e f", "a|b\"c d\"e;f|")]
    [InlineData("=a b", "=a|;b|")]
    [InlineData("a= b==c", "a|;b|=c")]
    [InlineData("a -- b=c", "a|")]
    [InlineData("a --x b", "a|;--x|;b|")]
    [InlineData("a=\" b", "a| b")]
    [InlineData("\"", "|")]
    [InlineData("", "")]
    public void WordsAreThoseOfTheKernel(string line, string expected)
    {
        Assert.Equal(expected, Ours(Encoding.Latin1.GetBytes(line)));
        Assert.Equal(expected, Kernels(Encoding.Latin1.GetBytes(line)));
    }

    [Fact]
    [Trait(Fuzzing.Category, Fuzzing.Fuzz)]
    public void RandomLinesAreTakenApartAsTheKernelDoes()
    {
        var random = Fuzzing.Random(41);
        byte[] alphabet = [.. "ab=\"\"  -\n"u8, 0xa0];
        for (int i = 0; i < 20_000; i++)
        {
            byte[] line = [.. Enumerable.Range(0, random.Next(24)).Select(_ => alphabet[random.Next(alphabet.Length)])];
            Assert.True(Ours(line) == Kernels(line), $"{Encoding.Latin1.GetString(line)}: {Ours(line)} and not {Kernels(line)}");
        }
    }

    [Fact]
    public void TheLastOfTwoWordsCounts()
    {
        var wishes = BootWishes.Read("root=a root=\"LABEL=b c\" rootfstype=ext4 rw ro rootflags=noatime init=/x quiet bq2.grow"u8);

        Assert.Equal("LABEL=b c", Encoding.UTF8.GetString(wishes.Root));
        Assert.Equal("ext4", Encoding.UTF8.GetString(wishes.RootTypes));
        Assert.Equal("noatime", Encoding.UTF8.GetString(wishes.RootFlags));
        Assert.Equal("/x", Encoding.UTF8.GetString(wishes.Init));
        Assert.True(wishes is { IsWritable: false, IsQuiet: true, Grows: true });
    }

    [Theory]
    [InlineData("", 30)]
    [InlineData("rootwait", 30)]
    [InlineData("rootwait=7", 7)]
    [InlineData("rootdelay=5", 5)]
    [InlineData("rootdelay=5 bq2.timeout=0", 0)]
    [InlineData("bq2.timeout=9 rootdelay=5", 9)]
    [InlineData("bq2.timeout=soon", 30)]
    [InlineData("bq2.timeout=99999999999999999999", 0xffff_ffff)]
    public void HowLongToWait(string line, long seconds) => Assert.Equal(seconds, BootWishes.Read(Encoding.UTF8.GetBytes(line)).Timeout);

    private static string Ours(byte[] line)
    {
        var said = new List<string>();
        var words = new KernelWords(line);
        while (words.MoveNext())
            said.Add($"{Encoding.Latin1.GetString(words.Name)}|{Encoding.Latin1.GetString(words.Value)}");
        return string.Join(';', said);
    }

    // next_arg and parse_args of the kernel's lib/cmdline.c and kernel/params.c, with their pointers as indices.
    private static string Kernels(byte[] line)
    {
        byte[] args = [.. line, 0, 0];
        var said = new List<string>();
        int at = Skip(args, 0);
        while (args[at] != 0)
        {
            int i, equals = 0;
            bool inQuote = false, quoted = false;
            if (args[at] == '"')
            {
                at++;
                inQuote = quoted = true;
            }

            for (i = 0; args[at + i] != 0; i++)
            {
                if (IsSpace(args[at + i]) && !inQuote)
                    break;
                if (equals == 0 && args[at + i] == '=')
                    equals = i;
                if (args[at + i] == '"')
                    inQuote = !inQuote;
            }

            int param = at, value = -1;
            bool ends = args[at + i] == 0;
            if (equals != 0)
            {
                args[at + equals] = 0;
                value = at + equals + 1;
                if (args[value] == '"')
                {
                    value++;
                    if (args[at + i - 1] == '"')
                        args[at + i - 1] = 0;
                }
            }

            if (quoted && i > 0 && args[at + i - 1] == '"')
                args[at + i - 1] = 0;
            args[at + i] = 0;
            if (value < 0 && Text(args, param) == "--")
                break;
            said.Add($"{Text(args, param)}|{(value < 0 ? "" : Text(args, value))}");
            at = ends ? at + i : Skip(args, at + i + 1);
        }

        return string.Join(';', said);
    }

    private static int Skip(byte[] args, int at)
    {
        while (IsSpace(args[at]))
            at++;
        return at;
    }

    private static bool IsSpace(byte c) => c is (byte)' ' or >= 9 and <= 13 or 0xa0;

    private static string Text(byte[] args, int start) =>
        Encoding.Latin1.GetString(args, start, Array.IndexOf(args, (byte)0, start) - start);
}
