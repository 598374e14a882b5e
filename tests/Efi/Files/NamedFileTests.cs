using Bq2.Efi.Files;
using Bq2.Image;
using Bq2.Tests.Image;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Tests.Efi.Files;

/// <summary>Whatever a name stands for, its bytes are read.</summary>
public sealed class NamedFileTests : IDisposable
{
    private readonly TempFolder _temp = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(3_000_001)]
    public void AFileALinkToItAndAPipeHaveTheSameBytes(int length)
    {
        byte[] bytes = TestBytes.Make(length);
        File.WriteAllBytes(_temp["file"], bytes);
        File.CreateSymbolicLink(_temp["link"], "file");
        File.CreateSymbolicLink(_temp["link to link"], _temp["link"]);

        foreach (string name in (string[])["file", "link", "link to link"])
        {
            Assert.Equal(bytes, NamedFile.ReadAll(_temp[name]));
            Assert.Equal(bytes.Length, Content.FromFile(_temp[name]).Length);
        }

        Assert.Equal(bytes, ThroughPipe(bytes, () => NamedFile.ReadAll(_temp["pipe"])));
        Assert.Equal(bytes, ThroughPipe(bytes, () => Content.FromFile(_temp["pipe"]).Head(int.MaxValue)));
    }

    /// <summary>The copy leaves memory for a file after 64 MiB, and what was in memory goes with it; zeros become holes.</summary>
    [Fact]
    public void ALongPipeIsCopiedToAFileWithoutAName()
    {
        const int length = 130 << 20;
        byte[] bytes = new byte[length];
        TestBytes.Make(100_000).CopyTo(bytes, 12_345);
        TestBytes.Make(5 << 20).CopyTo(bytes, 62 << 20);
        bytes[^1] = 1;
        string[] before = Directory.GetFiles(Path.GetTempPath(), "tmp*.tmp");

        using var file = ThroughPipe(bytes, () => NamedFile.Open(_temp["pipe"]));

        Assert.Equal(Path.TrimEndingDirectorySeparator(Path.GetTempPath()), file.CopiedTo);
        Assert.True(bytes.AsSpan().SequenceEqual(file.ReadAll()));
        Assert.InRange(FileStatus.Of(file.Handle).AllocatedBytes, 5 << 20, 8 << 20);
        Assert.Empty(Directory.GetFiles(Path.GetTempPath(), "tmp*.tmp").Except(before));
    }

    [Fact]
    public void APipeIsReadUpToTheLimit()
    {
        using var file = ThroughPipe(new byte[8 << 20], () => NamedFile.Open(_temp["pipe"], most: 100));

        Assert.InRange(file.Length, 101, 2 << 20);
    }

    [Fact]
    public void WhatStandardInputHasLeftIsReadFromWhereItStands()
    {
        byte[] bytes = TestBytes.Make(10_240);
        File.WriteAllBytes(_temp["file"], bytes);

        string convert = $"'{Cli.Bq2Program.File}' image convert -f raw - '{_temp["rest"]}'";
        new RealTool("bash").Run("-c", $"{{ dd bs=1024 count=1 of=/dev/null status=none; {convert}; }} <'{_temp["file"]}'").Accepts();

        Assert.Equal(bytes[1024..], File.ReadAllBytes(_temp["rest"]));
    }

    /// <summary>A file of /proc is a regular one of no length that has bytes.</summary>
    [Fact]
    public void AFileThatDoesNotKnowItsLengthIsReadToItsEnd()
    {
        Assert.Equal(File.ReadAllBytes("/proc/version"), NamedFile.ReadAll("/proc/version"));
        Assert.NotEqual(0, Content.FromFile("/proc/version").Length);
    }

    [Fact]
    public void NullIsAnEmptyFile()
    {
        using var file = NamedFile.Open("/dev/null");

        Assert.Equal(0, file.Length);
        Assert.Empty(file.ReadAll());
    }

    [Fact]
    public void AnOpenFileIsAsGoodAsItsName()
    {
        byte[] bytes = TestBytes.Make(1234);
        File.WriteAllBytes(_temp["file"], bytes);
        using SafeFileHandle handle = File.OpenHandle(_temp["file"]);

        using var file = NamedFile.Of("standard input", handle);

        Assert.Equal((null, "standard input"), (file.CopiedTo, file.Name));
        Assert.Equal(bytes, file.ReadAll());
    }

    public void Dispose() => _temp.Dispose();

    private T ThroughPipe<T>(byte[] bytes, Func<T> read)
    {
        File.Delete(_temp["pipe"]);
        new RealTool("mkfifo").Run(_temp["pipe"]).Accepts();
        var writing = Task.Run(() =>
        {
            try
            {
                using var pipe = new FileStream(_temp["pipe"], FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
                pipe.Write(bytes);
            }
            catch (IOException)
            {
                // Whoever reads may have had enough.
            }
        });
        var result = read();
        writing.Wait();
        return result;
    }
}
