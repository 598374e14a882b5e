using System.Text;
using Bq2.Efi.Boot;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Shared;

/// <summary>Boot entries that cannot be honoured, and hashes that do not cover all that is started.</summary>
public sealed class BootEntryProblemsTests
{
    [Theory]
    [InlineData("linux /k", EntryProblem.None)]
    [InlineData("efi /k", EntryProblem.None)]
    [InlineData("uki /k\nprofile 3", EntryProblem.None)]
    [InlineData("title none", EntryProblem.NoProgram)]
    [InlineData("linux /k\narchitecture aa64", EntryProblem.OtherMachine)]
    [InlineData("uki-url http://x", EntryProblem.Url)]
    [InlineData("linux /k\ndevicetree-overlay /a /b", EntryProblem.Overlay)]
    [InlineData("uki /k\nextra /a", EntryProblem.Extra)]
    [InlineData("uki /k\nprofile main", EntryProblem.Profile)]
    [InlineData("linux /k\nlinux-sha256 12", EntryProblem.NoHash)]
    [InlineData("linux /k\ninitrd /i\ninitrd-sha256 xy", EntryProblem.NoHash)]
    [InlineData("linux /k\nunknown-key anything\nlinux-noefi x", EntryProblem.None)]
    public void AnEntryThatCannotBeHonouredHasAProblem(string text, object expected)
    {
        var problem = Entry(text).ProblemOn(Machine.X64);

        Assert.Equal(expected, problem);
        Assert.Equal(problem == EntryProblem.None, problem.Words.IsEmpty);
    }

    [Theory]
    [InlineData(0, 0, EntryProblem.None)]
    [InlineData(2, 0, EntryProblem.None)]
    [InlineData(2, 2, EntryProblem.None)]
    [InlineData(2, 1, EntryProblem.HashCount)]
    [InlineData(1, 2, EntryProblem.HashCount)]
    public void EitherAllInitrdsHaveHashesOrNone(int initrds, int hashes, object expected)
    {
        string text = "linux /k\n" + string.Concat(Enumerable.Repeat("initrd /i\n", initrds))
            + string.Concat(Enumerable.Repeat($"initrd-sha256 {new string('a', 64)}\n", hashes));

        Assert.Equal(expected, Entry(text).ProblemOn(Machine.X64));
    }

    [Fact]
    public void AHashBelongsToTheProgramThatIsStarted()
    {
        string hash = new('b', 64);

        Assert.Equal(hash, Encoding.UTF8.GetString(Entry($"linux /k\nlinux-sha256 {hash}\nefi-sha256 no").ProgramHash));
        Assert.Equal(hash, Encoding.UTF8.GetString(Entry($"efi /k\nefi-sha256 {hash}\nlinux-sha256 no").ProgramHash));
        Assert.Equal(hash, Encoding.UTF8.GetString(Entry($"uki /k\nuki-sha256 {hash}").ProgramHash));
    }

    private static BootEntry Entry(string text) => new(Encoding.UTF8.GetBytes(text));
}
