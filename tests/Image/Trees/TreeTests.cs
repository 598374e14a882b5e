using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Tests.Image;

public sealed class TreeTests
{
    [Fact]
    public void EntriesAreSortedWhateverOrderTheyCameIn()
    {
        var tree = new Tree();
        foreach (string path in new[] { "b", "a/z", "Z", "a/b", "ä", "a/B" })
            tree.AddFile(path, Content.Empty);

        Assert.Equal(["Z", "a", "b", "ä"], tree.Root.Children.Select(child => child.Name));
        Assert.Equal(["a/B", "a/b", "a/z"], tree.Find("a")!.Children.Select(child => child.Path));
        Assert.Null(tree.Find("a/z/y"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("../a")]
    [InlineData("a/./b")]
    [InlineData("a\0b")]
    public void NamesThatAreNone(string path) =>
        Assert.Equal("IMG003", Assert.Throws<FaultException>(() => new Tree().AddFile(path, Content.Empty)).Fault.Code);

    [Fact]
    public void OnePlaceIsOneThing()
    {
        var tree = new Tree();
        tree.AddFile("a/b", Content.Empty);
        tree.AddFolder("a");

        Assert.Equal("a/b", Assert.Throws<FaultException>(() => tree.AddFile("a/b", Content.Empty)).Fault.Path);
        Assert.Equal("a", Assert.Throws<FaultException>(() => tree.AddFile("a", Content.Empty)).Fault.Path);
        Assert.Equal("a/b", Assert.Throws<FaultException>(() => tree.AddFile("a/b/c", Content.Empty)).Fault.Path);
    }

    [Fact]
    public void AFolderIsTakenWithAllThatIsInIt()
    {
        using var temp = new TempFolder();
        Directory.CreateDirectory(temp["a/empty"]);
        File.WriteAllText(temp["a/.hidden"], "x");

        var tree = Tree.FromFolder(temp.Path, keepTimes: true);

        Assert.Equal(["a/.hidden", "a/empty"], tree.Find("a")!.Children.Select(child => child.Path));
        Assert.Equal(File.GetLastWriteTimeUtc(temp["a/.hidden"]), tree.Find("a/.hidden")!.Time);
        Assert.Null(Tree.FromFolder(temp.Path).Find("a/.hidden")!.Time);
    }

    [Needs("mkfifo")]
    [InlineData("link")]
    [InlineData("folder link")]
    [InlineData("dangling link")]
    [InlineData("pipe")]
    public void WhatIsNoPlainFileIsRefusedByItsPath(string kind)
    {
        using var temp = new TempFolder();
        string path = temp["in/it"];
        Directory.CreateDirectory(temp["in"]);
        if (kind == "pipe")
            new RealTool("mkfifo").Run(path).Accepts();
        else
            File.CreateSymbolicLink(path, kind switch { "link" => "/etc/hostname", "folder link" => "/", _ => "nowhere" });

        var fault = Assert.Throws<FaultException>(() => Tree.FromFolder(temp["in"])).Fault;
        Assert.Equal(("IMG005", path), (fault.Code, fault.Path));
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("it")]    // leads to itself
    public void AFolderThatIsALinkToNothingIsCalledSo(string target)
    {
        using var temp = new TempFolder();
        File.CreateSymbolicLink(temp["it"], target);

        var fault = Assert.Throws<FaultException>(() => Tree.FromFolder(temp["it"])).Fault;
        Assert.Equal(("FIL002", temp["it"]), (fault.Code, fault.Path));
    }
}
