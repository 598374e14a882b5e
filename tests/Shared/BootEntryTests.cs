using System.Text;
using Bq2.Efi.Boot;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Shared;

/// <summary>A boot entry is read line by line, and names its kernel, its machine and its command line.</summary>
public sealed class BootEntryTests
{
    private const string Whole = """
        # made by hand
        title   Debian GNU/Linux
        version 6.1.0-56
        linux   /linux
        initrd  /microcode
        initrd  /initrd
        options console=ttyS0
        options root=/dev/nvme0n1p2  rw
        architecture x64

        """;

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void AnEntryIsReadLineByLine(string lineEnd)
    {
        var entry = Entry(Whole.ReplaceLineEndings(lineEnd));

        Assert.Equal("Debian GNU/Linux"u8, entry.Title);
        Assert.Equal("/linux"u8, entry.Linux);
        Assert.Equal(["/microcode", "/initrd"], All(entry.Initrds));
        Assert.Equal(["console=ttyS0", "root=/dev/nvme0n1p2  rw"], All(entry.Options));
    }

    [Theory]
    [InlineData("linux /k")]                             // no line end
    [InlineData("\tlinux\t \t/k \t \n")]                 // blanks of all kinds
    [InlineData("\uFEFFlinux /k\n")]                     // a byte order mark
    [InlineData("#linux /no\nlinux /k\n# linux /no\n")]  // comments
    [InlineData("linux\nlinux /k\nlinux \n")]            // a key without a value says nothing
    [InlineData("linux /old\nlinux /k\n")]               // the last one counts
    [InlineData("linuxes /no\nLinux /no\nlinux /k\nefi-word something\n")]
    [InlineData("\r\n\n \nlinux /k\r")]
    public void TheKernelIsFound(string text) => Assert.Equal("/k"u8, Entry(text).Linux);

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData("linux")]
    [InlineData("title no kernel\n")]
    [InlineData("\n\n\n")]
    public void AnEntryWithoutAKernelHasNone(string text) => Assert.True(Entry(text).Linux.IsEmpty);

    [Theory]
    [InlineData("", true, true)]
    [InlineData("architecture x64", true, false)]
    [InlineData("architecture X64\r\n", true, false)]
    [InlineData("architecture aa64", false, true)]
    [InlineData("architecture AA64", false, true)]
    [InlineData("architecture riscv64", false, false)]
    public void AnEntryIsForTheMachineItNames(string text, bool x64, bool arm64)
    {
        Assert.Equal(x64, Entry(text).IsFor(Machine.X64));
        Assert.Equal(arm64, Entry(text).IsFor(Machine.Arm64));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("options a b", "a b")]
    [InlineData("options a\noptions  \"b c\"\noptions d=é", "a \"b c\" d=é")]
    [InlineData("uki /k\nprofile 2\noptions a", "@2 a")]
    [InlineData("uki /k\nprofile 2", "@2")]
    public void OptionsAreJoinedIntoTheCommandLine(string text, string expected)
    {
        var line = new char[CommandLine.MaxLineLength];

        Assert.Equal(TextFault.None, CommandLine.Write(Entry(text), line, out int length));
        Assert.Equal(expected + '\0', new string(line, 0, length + 1));
    }

    [Theory]
    [InlineData(CommandLine.MaxLineLength - 1, TextFault.None)]
    [InlineData(CommandLine.MaxLineLength, TextFault.TooLong)]
    public void ACommandLineThatDoesNotFitIsRefused(int characters, object expected)
    {
        var entry = Entry("options " + new string('a', characters));

        Assert.Equal(expected, CommandLine.Write(entry, new char[CommandLine.MaxLineLength], out _));
    }

    /// <summary>The folder of entries may contain anything.</summary>
    [Fact, Trait(Fuzzing.Category, Fuzzing.Fuzz)]
    public void NoBytesAreTooStrange()
    {
        var random = Fuzzing.Random(1);
        var line = new char[CommandLine.MaxLineLength];
        for (int i = 0; i < 2000; i++)
        {
            var bytes = new byte[random.Next(200)];
            for (int b = 0; b < bytes.Length; b++)
                bytes[b] = random.Next(4) == 0 ? (byte)random.Next(256) : "linux options\n\r\t #"u8[random.Next(18)];

            var entry = new BootEntry(bytes);
            Assert.True(entry.Linux.Length <= bytes.Length);
            CommandLine.Write(entry, line, out int length);
            Assert.True(length <= line.Length);
            entry.ProblemOn(Machine.X64);
            _ = new LoaderConfig(bytes).Timeout.Longer();
            _ = new OsRelease(bytes).Title;
            BootCount.Read(bytes);
        }
    }

    private static BootEntry Entry(string text) => new(Encoding.UTF8.GetBytes(text));

    private static List<string> All(EntryValues values)
    {
        var all = new List<string>();
        foreach (var value in values)
            all.Add(Encoding.UTF8.GetString(value));
        return all;
    }
}
