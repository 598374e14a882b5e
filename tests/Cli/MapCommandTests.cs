using System.Text.Json.Nodes;
using Bq2.Tests.Image;

namespace Bq2.Tests.Cli;

/// <summary>map, as scripts that were written for qemu-img call it.</summary>
public sealed class MapCommandTests : IDisposable
{
    private readonly TempFolder _temp = new();

    [Needs("qemu-img qemu-io")]
    [InlineData("v2")]
    [InlineData("v3 small")]
    [InlineData("zeros and holes")]
    [InlineData("preallocated")]
    [InlineData("parts")]
    [InlineData("chain with parts")]
    [InlineData("chain")]
    [InlineData("chain to raw")]
    [InlineData("data file")]
    [InlineData("empty")]
    public void TheMapForPeopleIsQemus(string recipe)
    {
        string path = Recipes.Make(_temp, recipe);

        Assert.Equal(RealTool.QemuImg.Run("map", path).Accepts().Said, Bq2("map", "--allow-backing", path).Accepts().Said);
        Assert.Equal(RealTool.QemuImg.Run("map", "-f", "raw", _temp["raw"]).Accepts().Said, Bq2("map", _temp["raw"]).Accepts().Said);
    }

    [Needs("qemu-img qemu-io")]
    [InlineData("zlib")]
    [InlineData("mixed")]
    public void WhatTheMapForPeopleCannotShowItSays(string recipe)
    {
        string path = Recipes.Make(_temp, recipe);
        var theirs = RealTool.QemuImg.Run("map", path).Objects();
        var ours = Bq2("map", path);

        Assert.Equal((theirs.ExitCode, theirs.Said), (ours.ExitCode, ours.Said));
        Assert.Contains("CLI030", ours.Complained, StringComparison.Ordinal);
        Bq2("map", "--output", "json", path).Accepts();
    }

    [Needs("qemu-img qemu-io")]
    [InlineData("chain")]
    [InlineData("zlib")]
    [InlineData("empty")]
    public void MapHasQemusKeysAndValues(string recipe)
    {
        string path = Recipes.Make(_temp, recipe);
        var theirs = JsonNode.Parse(RealTool.QemuImg.Run("map", "--output=json", path).Accepts().Said)!.AsArray();
        var ours = JsonNode.Parse(Bq2("map", path, "--allow-backing", "--output", "json").Accepts().Said)!.AsArray();

        // From 8.2 on theirs tells, as ours does, what is compressed.
        foreach (var piece in ours)
            piece!.AsObject().Remove("compressed");
        Assert.True(JsonNode.DeepEquals(theirs, ours), $"theirs: {theirs}\nours: {ours}");
    }

    public void Dispose() => _temp.Dispose();

    private static Outcome Bq2(params string[] words) => Bq2Program.Run(["image", .. words]);
}
