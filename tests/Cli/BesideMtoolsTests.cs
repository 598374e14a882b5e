using Bq2.Tests.Image;

namespace Bq2.Tests.Cli;

/// <summary>
/// cp, ls and cat beside mcopy, mdir and mtype: what scripts rely on is the same, and where Bq2 differs on purpose (the README
/// has the table), both sides are shown here.
/// </summary>
public sealed class BesideMtoolsTests : IDisposable
{
    private const string Judges = "bash mkfs.fat mcopy mdir mtype mattrib mlabel mmd";

    private readonly TempFolder _temp = new();

    /// <summary>A volume with a file and a folder, and on this machine a file, one with line ends of both kinds, and a folder.</summary>
    public BesideMtoolsTests() => Shell("""
        mkdir -p tree/sub
        printf 'one\n' >file
        printf 'a\r\nb\n' >crlf
        printf 'deep\n' >'tree/sub/A long name.text'
        printf 'q\n' >tree/q
        mkfs.fat -C base.img 2880 >made
        mmd -i base.img ::/d
        mcopy -i base.img crlf ::/old
        mcopy -i base.img crlf '::/Another long name.text'
        """).Accepts();

    /// <summary>The same words but for where the image stands leave the same volume and the same files, and end alike.</summary>
    [Needs(Judges)]
    [InlineData("mcopy -i IMG file ::", "bq2-image cp file IMG/")]
    [InlineData("mcopy -i IMG file ::d", "bq2-image cp file IMG/d")]                               // a folder that is there takes it
    [InlineData("mcopy -i IMG file ::d/", "bq2-image cp file IMG/d/")]
    [InlineData("mcopy -i IMG file crlf ::D", "bq2-image cp file crlf IMG/D")]                     // in whatever case
    [InlineData("mcopy -i IMG file ::D/New.Name", "bq2-image cp file IMG/D/New.Name")]             // which a new name keeps
    [InlineData("mcopy -i IMG file '::A name of its own'", "bq2-image cp file 'IMG/A name of its own'")]
    [InlineData("mcopy -o -i IMG file ::old", "bq2-image cp file IMG/old")]
    [InlineData("mcopy -s -i IMG tree ::", "bq2-image cp -r tree IMG/")]
    [InlineData("mcopy -s -i IMG tree/ ::", "bq2-image cp -r tree/ IMG/")]                         // a slash at the end means the same
    [InlineData("mcopy -s -i IMG tree ::d", "bq2-image cp -r tree IMG/d")]
    [InlineData("mcopy -s -i IMG tree ::copy", "bq2-image cp -r tree IMG/copy")]
    [InlineData("mcopy -s -i IMG tree :: && mcopy -s -o -i IMG tree ::",
        "bq2-image cp -r tree IMG/ && bq2-image cp -r tree IMG/")] // into what is there
    [InlineData("mcopy -i IMG ::old out/new", "bq2-image cp IMG/old out/new")]
    [InlineData("mcopy -i IMG ::old out/old", "bq2-image cp IMG/OLD out")]
    [InlineData("cp file out/old; mcopy -i IMG ::old out/", "cp file out/old; bq2-image cp IMG/old out/")]
    [InlineData("mcopy -i IMG ::ANOTHE~1.TEX out/new", "bq2-image cp IMG/ANOTHE~1.TEX out/new")]   // by the short name
    [InlineData("mcopy -s -i IMG ::/ out", "bq2-image cp -r IMG/ out")]
    [InlineData("mcopy -s -i IMG ::/d out/new", "bq2-image cp -r IMG/d out/new")]
    [InlineData("mcopy -i IMG - ::new <crlf", "bq2-image cp - IMG/new <crlf")]                     // no line end is changed
    [InlineData("mcopy -i IMG ::old - >out/new", "bq2-image cp IMG/old - >out/new")]
    [InlineData("mtype -i IMG ::old >out/new", "bq2-image cat IMG/old >out/new")]
    [InlineData("mlabel -i IMG ::OLDEST && mcopy -i IMG file ::OLDEST", "mlabel -i IMG ::OLDEST && bq2-image cp file IMG/OLDEST")]
    [InlineData("mcopy -i IMG file ::gone/", "bq2-image cp file IMG/gone/")]                       // these end with 1, and change nothing
    [InlineData("mcopy -i IMG file ::gone/x", "bq2-image cp file IMG/gone/x")]
    [InlineData("mcopy -i IMG file ::old/", "bq2-image cp file IMG/old/")]
    [InlineData("mcopy -i IMG file crlf ::old", "bq2-image cp file crlf IMG/old")]
    [InlineData("mcopy -s -i IMG tree ::old", "bq2-image cp -r tree IMG/old")]
    [InlineData("mcopy -i IMG gone ::", "bq2-image cp gone IMG/")]
    [InlineData("mcopy -i IMG ::gone out", "bq2-image cp IMG/gone out")]
    [InlineData("mcopy -i IMG '::*.none' out", "bq2-image cp 'IMG/*.none' out")]
    [InlineData("mtype -i IMG ::gone", "bq2-image cat IMG/gone")]
    public void TheSameIsLeft(string mtools, string ours)
    {
        var theirs = InFolder("theirs", mtools);
        var own = InFolder("ours", ours);

        Assert.Equal(theirs.ExitCode, own.ExitCode);
        Assert.Equal(Volume("theirs"), Volume("ours"));
        Shell("diff -r theirs/out ours/out").Accepts();
    }

    /// <summary>A name that is taken: mcopy asks, and where nobody can answer it leaves the file out.</summary>
    [Needs(Judges)]
    [InlineData("mcopy -i IMG file ::old", "mtype -i IMG ::old", "bq2-image cp file IMG/old", "bq2-image cat IMG/old")]
    public void OursReplacesWhatIsThereAsCpDoes(string mtools, string theirContent, string ours, string ourContent)
    {
        Assert.Equal(1, InFolder("theirs", mtools).ExitCode);
        string before = Again("theirs", theirContent).Said;
        InFolder("ours", ours).Accepts();
        string after = Again("ours", ourContent).Said;

        Assert.NotEqual(before, after);
    }

    /// <summary>With -o it writes the name anew; ours keeps it, as Linux does.</summary>
    [Needs(Judges)]
    [InlineData("mcopy -o -i IMG file ::OLD", "bq2-image cp file IMG/OLD")]
    public void OursKeepsTheNameOfWhatItReplaces(string mtools, string ours)
    {
        InFolder("theirs", mtools).Accepts();
        InFolder("ours", ours).Accepts();

        Assert.Equal(["Another long name.text", "OLD"], Findings.OfMdir(_temp["theirs/IMG"]));
        Assert.Equal(["Another long name.text", "old"], Findings.OfMdir(_temp["ours/IMG"]));
    }

    /// <summary>Without -s mcopy makes the folder and takes the files in it, not those below: half a copy, and exit code 0.</summary>
    [Needs(Judges)]
    [InlineData("mcopy -i IMG tree ::", "bq2-image cp tree IMG/")]
    public void OursTakesAFolderWholeOrNotAtAll(string mtools, string ours)
    {
        InFolder("theirs", mtools).Accepts();
        var own = InFolder("ours", ours);

        Assert.Equal(["tree/q"], Findings.OfMdir(_temp["theirs/IMG"]).Where(path => path.StartsWith("tree", StringComparison.Ordinal)));
        Assert.Equal(2, own.ExitCode);
        Assert.Contains("tree is a folder: add --recursive", own.Complained, StringComparison.Ordinal);
        Assert.Equal(Shell("mdir -/ -b -i base.img ::").Said, Shell("mdir -/ -b -i ours/IMG ::").Said);
    }

    /// <summary>mdir shows no hidden files without -a; an image is looked into to see what is there.</summary>
    [Needs(Judges)]
    [InlineData("mattrib -i IMG +h +s +r ::old")]
    public void OursListsHiddenFilesAndKeepsTheirMarks(string hide)
    {
        InFolder("theirs", hide).Accepts();
        InFolder("ours", hide).Accepts();

        Assert.DoesNotContain("old", Again("theirs", "mdir -b -i IMG ::").Said, StringComparison.Ordinal);
        Assert.Contains("old\n", Again("ours", "bq2-image ls IMG").Accepts().Said, StringComparison.Ordinal);
        Assert.Contains("old\n", Again("ours", "bq2-image tree IMG").Accepts().Said, StringComparison.Ordinal);

        Again("theirs", "mcopy -o -i IMG file ::old").Accepts();
        Again("ours", "bq2-image cp file IMG/old").Accepts();
        Assert.DoesNotContain("SHR", Again("theirs", "mattrib -i IMG ::old").Said, StringComparison.Ordinal);
        Assert.Contains("SHR", Again("ours", "mattrib -i IMG ::old").Said, StringComparison.Ordinal);
    }

    /// <summary>
    /// mcopy writes the clock's time, or with -m the file's; ours says what it is told, so that the same input gives the same
    /// bytes.
    /// </summary>
    [Needs(Judges)]
    [InlineData("1000000000", "2001-09-09 01:46")]
    [InlineData("", "1980-01-01 00:00")]
    public void OursWritesNoTimeOfTheClock(string epoch, string time)
    {
        InFolder("theirs", "touch -d 1990-01-01 file; mcopy -i IMG file ::").Accepts();
        InFolder("ours", $"touch -d 1990-01-01 file; SOURCE_DATE_EPOCH={epoch} bq2-image cp file IMG/").Accepts();

        Assert.DoesNotContain("1990", Again("theirs", "bq2-image ls -l IMG/file").Said, StringComparison.Ordinal);
        Assert.Equal($"            4  {time}  file\n", Again("ours", "bq2-image ls -l IMG/file").Said);
    }

    /// <summary>
    /// Where mtools puts in every name that fits, ours takes names as they are written: a shell's own patterns mean this
    /// machine's files.
    /// </summary>
    [Needs(Judges)]
    [InlineData("mcopy -i IMG '::*.text' out", "bq2-image cp 'IMG/*.text' out", "FAT014: there is no \"*.text\"")]
    [InlineData("mdir -b -i IMG '::*.text' >out/x", "bq2-image ls 'IMG/*.text'", "FAT014: there is no \"*.text\"")]
    [InlineData("ln -s q tree/link; mcopy -s -i IMG tree ::", "ln -s q tree/link; bq2-image cp -r tree IMG/", "IMG005: FAT c")]
    [InlineData("mcopy -i IMG ::old ::new", "bq2-image cp IMG/old IMG/new", "is in the image that would be written")]
    public void WhatMtoolsDoesAndOursRefusesIsRefusedByName(string mtools, string ours, string fault)
    {
        InFolder("theirs", mtools).Accepts();
        var own = InFolder("ours", ours).Objects();

        Assert.Contains(fault, own.Complained, StringComparison.Ordinal);
    }

    public void Dispose() => _temp.Dispose();

    private string Volume(string folder) =>
        Shell($"mdir -a -/ -b -i {folder}/IMG :: && rm -rf all && mkdir all && mcopy -s -i {folder}/IMG :: all && cd all && "
            + $"find . -type f -exec sha256sum {{}} + | sort && fsck.fat -n ../{folder}/IMG >../fsck")
            .Accepts().Said;

    /// <summary>A line in a folder that has an image, an empty folder, and what is to be copied.</summary>
    private Outcome InFolder(string folder, string line)
    {
        Shell($"mkdir -p {folder}/out && cp base.img {folder}/IMG && cp -r file crlf tree {folder}").Accepts();
        return Again(folder, line);
    }

    private Outcome Again(string folder, string line) => Shell($"cd {folder} && {{ {line}; }}");

    private Outcome Shell(string line) =>
        RealTool.Bash.Run("-c",
            $"cd '{_temp.Path}' && ln -sf '{Bq2Program.File}' bq2-image && PATH='{_temp.Path}':$PATH:/usr/sbin && {line}");
}
