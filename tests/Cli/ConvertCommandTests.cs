using System.Text.Json;
using Bq2.Tests.Image;

namespace Bq2.Tests.Cli;

/// <summary>convert, as people and scripts call it.</summary>
public sealed class ConvertCommandTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public ConvertCommandTests()
    {
        byte[] disk = new byte[5 << 20];
        TestBytes.Make(700_000).CopyTo(disk, 0);
        disk.AsSpan(2 << 20, 1 << 20).Fill((byte)'x');
        File.WriteAllBytes(_temp["raw"], disk);
    }

    [Needs("qemu-img")]
    [InlineData("-O qcow2", "1.1", "zlib")]
    [InlineData("-O qcow2 -c", "1.1", "zlib")]
    [InlineData("-O qcow2 -c -o compression_type=zstd,cluster_size=128k", "1.1", "zstd")]
    [InlineData("-O qcow2 -c -o compat=0.10 -o cluster_size=4096", "0.10", "zlib")]
    [InlineData("-O qcow2 -o compat=v2", "0.10", "zlib")]
    [InlineData("-O qcow2 -o compression_type=zstd", "1.1", "zstd")]
    [InlineData("-O qcow2 -o preallocation=full --sync", "1.1", "zlib")]
    [InlineData("-f raw -O qcow2 -o preallocation=metadata,compat=v3", "1.1", "zlib")]
    public void QemuReadsWhatWasAskedFor(string words, string compat, string type)
    {
        Convert([.. words.Split(' '), _temp["raw"], _temp["qcow2"]]).Accepts();

        RealTool.QemuImg.Run("check", _temp["qcow2"]).Accepts();
        RealTool.QemuImg.Run("compare", "-f", "raw", "-F", "qcow2", _temp["raw"], _temp["qcow2"]).Accepts();
        using var info = JsonDocument.Parse(RealTool.QemuImg.Run("info", "--output=json", _temp["qcow2"]).Said);
        var data = info.RootElement.GetProperty("format-specific").GetProperty("data");
        Assert.Equal(compat, data.GetProperty("compat").GetString());
        Assert.Equal(type, data.GetProperty("compression-type").GetString());
    }

    [Fact]
    public void ThereAndBackIsTheSameAndRawIsTheUsualFormat()
    {
        Convert("-O", "qcow2", _temp["raw"], _temp["qcow2"]).Accepts();
        Convert(_temp["qcow2"], _temp["back"]).Accepts();

        Assert.Equal(File.ReadAllBytes(_temp["raw"]), File.ReadAllBytes(_temp["back"]));
    }

    [Fact]
    public void AGivenRawFormatReadsTheFileItself()
    {
        Convert("-O", "qcow2", _temp["raw"], _temp["qcow2"]).Accepts();
        Convert("-f", "raw", _temp["qcow2"], _temp["copy"]).Accepts();
        var refused = Convert("-f", "qcow2", _temp["raw"], _temp["other"]);

        Assert.Equal(File.ReadAllBytes(_temp["qcow2"]), File.ReadAllBytes(_temp["copy"]));
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("QCW003", refused.Complained, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-c", "-c needs -O qcow2")]
    [InlineData("-O vmdk", "-O is 'vmdk': expected raw or qcow2")]
    [InlineData("-O qcow2 -o clustersize=64k", "unknown -o option 'clustersize'; near: cluster_size")]
    [InlineData("-O qcow2 -o cluster_size", "expected cluster_size=VALUE")]
    [InlineData("-O qcow2 -o cluster_size=100k", "expected a power of two from 512 to 2M")]
    [InlineData("-O qcow2 -o compat=4", "compat is '4': expected 0.10 or v2, 1.1 or v3")]
    [InlineData("-O qcow2 -c -o compression_type=lz4", "expected zlib or zstd")]
    [InlineData("-O qcow2 -o compression_type=zstd,compat=v2", "compat=0.10 does not support zstd")]
    [InlineData("-O qcow2 -c -o preallocation=full", "leave out -c or preallocation")]
    [InlineData("-O qcow2 -o preallocation=some", "preallocation is 'some'")]
    [InlineData("-O raw -o cluster_size=64k", "raw images do not have cluster_size")]
    [InlineData("-o preallocation=metadata", "expected off, falloc or full for a raw image")]
    public void ImpossibleOptionsAreUsageErrors(string words, string expected)
    {
        var outcome = Convert([.. words.Split(' '), _temp["raw"], _temp["image"]]);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(expected, outcome.Complained, StringComparison.Ordinal);
        Assert.False(File.Exists(_temp["image"]));
    }

    [Fact]
    public void WhatIsMissingOrFullIsNamedAndNothingIsLeft()
    {
        File.WriteAllText(_temp["old"], "old");
        string program = $"'{Bq2Program.File}' image convert";

        Assert.Equal(1, Convert(_temp["none"], _temp["old"]).ExitCode);
        Assert.Equal(3, Convert(_temp["raw"], _temp["none/image"]).ExitCode);
        foreach (string words in (string[])["", "-O qcow2", "-O qcow2 -c", "-O qcow2 -o preallocation=falloc"])
        {
            // No file may grow beyond 512 KiB: to a writer, what a full disk is. .NET itself starts with a larger one but for this.
            const string limit = "export DOTNET_EnableWriteXorExecute=0; trap '' XFSZ; ulimit -f 1024";
            var full = new RealTool("sh").Run("-c", $"{limit}; exec {program} {words} '{_temp["raw"]}' '{_temp["old"]}'");
            Assert.Equal(3, full.ExitCode);
            Assert.Contains("try: ", full.Complained, StringComparison.Ordinal);
        }

        Assert.Equal(["old", "raw"], Directory.GetFiles(_temp.Path).Select(Path.GetFileName).Order());
        Assert.Equal("old", File.ReadAllText(_temp["old"]));
        Assert.Equal(3, Convert(_temp["raw"], "/dev/full").ExitCode);
        Assert.True(Path.Exists("/dev/full"));
    }

    [Needs("qemu-img")]
    [InlineData("raw")]
    [InlineData("qcow2")]
    public void ADashIsStandardOutput(string format)
    {
        new RealTool("sh").Run("-c", $"'{Bq2Program.File}' image convert -O {format} '{_temp["raw"]}' - >'{_temp["out"]}'").Accepts();

        RealTool.QemuImg.Run("compare", "-f", "raw", "-F", format, _temp["raw"], _temp["out"]).Accepts();
        Assert.Equal(1, Convert("-O", "qcow2", "-c", _temp["raw"], "-").ExitCode);
    }

    public void Dispose() => _temp.Dispose();

    private static Outcome Convert(params string[] words) => Bq2Program.Run(["image", "convert", .. words]);
}
