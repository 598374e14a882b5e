using System.Diagnostics;
using Bq2.Image;

namespace Bq2.Tests.Image.Archives;

/// <summary>Trees written to folders of the host.</summary>
public sealed class FolderWriterTests
{
    [Fact]
    public void WhatIsWrittenIsReadAgain()
    {
        using var temp = ArchiveSample.Make(more: """
            setfattr -n user.one -v 1 a.txt d; truncate -s 9M sparse; printf x >>sparse; head -c 9000000 /dev/urandom >large
            chmod 500 empty; ln -s nowhere d/e/l2
            """);
        var tree = ArchiveSample.Read(temp, xattrs: true);

        var summary = tree.WriteTo(temp["out/deeper"]);

        var options = new FolderOptions { KeepTimes = true, KeepOwners = true, KeepXattrs = true };
        Assert.Equal(TreeText.Of(tree), TreeText.Of(Tree.FromFolder(temp["out/deeper"], options)));
        Assert.Equal(tree.Walk().Count(), summary.Entries);
        Assert.Empty(summary.Skipped);
        Assert.Empty(summary.Xattrs);
        var blocks = new RealTool("stat").Run("-c", "%b", temp["out/deeper/sparse"]).Said;
        Assert.InRange(int.Parse(blocks, System.Globalization.CultureInfo.InvariantCulture), 1, 1024);
    }

    /// <summary>Links where folders or files are to be go, and what they lead to stays as it is.</summary>
    [Theory]
    [InlineData("ln -s ../outside out/d")]
    [InlineData("mkdir out/d; ln -s ../../outside out/d/e; ln -s ../../outside/file out/d/0")]
    [InlineData("ln -s ../outside/file out/a.txt; ln -s ../outside/file out/b.txt; ln -s ../outside out/empty; ln ../x out/link || :")]
    [InlineData("mkfifo out/a.txt; mkdir out/b.txt out/pipe out/link; ln outside/file out/d")]
    public void NothingIsWrittenThroughWhatIsThere(string before)
    {
        using var temp = ArchiveSample.Make(isLong: false);
        ArchiveSample.Shell(temp, $"mkdir out outside; printf keep >outside/file; {before}");
        var tree = ArchiveSample.Read(temp);

        tree.WriteTo(temp["out"]);

        Assert.Equal(TreeText.Of(tree), TreeText.Of(Tree.FromFolder(temp["out"], new() { KeepTimes = true, KeepOwners = true })));
        Assert.Equal(["file"], Directory.GetFileSystemEntries(temp["outside"]).Select(Path.GetFileName));
        Assert.Equal("keep", File.ReadAllText(temp["outside/file"]));
    }

    [Fact]
    public void WhatIsInTheFolderBesidesStays()
    {
        using var temp = new TempFolder();
        ArchiveSample.Shell(temp, "mkdir -p out/d/full; printf x >out/d/other; printf y >out/d/full/y");
        var tree = new Tree();
        tree.AddFile("d/f", Content.Empty);

        tree.WriteTo(temp["out"]);
        Assert.Equal(["f", "full", "other"], Directory.GetFileSystemEntries(temp["out/d"]).Select(Path.GetFileName).Order());

        var bad = new Tree();
        bad.AddFile("d/full", Content.Empty);
        Assert.ThrowsAny<IOException>(() => bad.WriteTo(temp["out"]));
        Assert.True(File.Exists(temp["out/d/full/y"]));
    }

    /// <summary>Somebody swaps folders for links all the time. It may fail; nothing may appear where the links lead.</summary>
    [Fact]
    public void NothingGetsOutWhateverRunsBesideIt()
    {
        using var temp = new TempFolder();
        ArchiveSample.Shell(temp, "mkdir -p out outside; chmod 755 outside");
        var tree = new Tree();
        for (int i = 0; i < 300; i++)
        {
            var attributes = new EntryAttributes { Mode = 0x1ff, Time = new(1) };
            var file = tree.AddFile($"a/b/c{i % 5}/f{i}", Content.FromBytes(new byte[i]), attributes);
            tree.AddHardLink($"a/h/l{i}", file);
            tree.AddPipe($"a/p/p{i}", new() { Mode = 0x1ff });
        }

        string script = $"""
            cd {temp.Path}/out; while [ ! -e ../stop ]; do for d in a a/b a/b/c1 a/b/c3 a/h a/p; do
            mv $d $d.away 2>/dev/null && ln -s {temp.Path}/outside $d 2>/dev/null; rm -f $d 2>/dev/null
            mv $d.away $d 2>/dev/null; done; done
            """;
        using var swapper = new ProgramCall(RealTool.Find("bash")!, "-c", script).Start();
        int whole = 0;
        var time = Stopwatch.StartNew();
        for (int i = 0; i < 60 && time.Elapsed < TimeSpan.FromSeconds(20); i++)
        {
            try
            {
                tree.WriteTo(temp["out"], new() { KeepOwners = false });
                whole++;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // It met a link, or a folder was away.
            }

            Assert.Empty(Directory.GetFileSystemEntries(temp["outside"]));
            Assert.Equal("755\n", new RealTool("stat").Run("-c", "%a", temp["outside"]).Said);
        }

        File.WriteAllText(temp["stop"], "");
        Assert.True(swapper.WaitForExit(TimeSpan.FromMinutes(1)));
        Assert.InRange(whole, 0, 60);
    }

    [Needs("chmod")]
    [InlineData(0)]
    public void AFullDiskIsOneErrorAndEndsTheThreads(int none)
    {
        using var temp = new TempFolder();
        var tree = new Tree();
        for (int i = 0; i < 500; i++)
            tree.AddFile($"d/{i}", Content.FromDelegate(1 + none, (_, _) => throw new IOException("no more")));

        Assert.Equal("no more", Assert.ThrowsAny<IOException>(() => tree.WriteTo(temp["out"])).Message);
    }

    [Fact]
    public void SocketsAreLeftOut()
    {
        using var temp = new TempFolder();
        var tree = new Tree();
        tree.AddHardLink("t", tree.AddSocket("s"));

        Assert.Equal(["s", "t"], tree.WriteTo(temp["out"]).Skipped.Order());
        Assert.Empty(Directory.GetFileSystemEntries(temp["out"]));
    }
}
