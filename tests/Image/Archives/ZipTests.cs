using System.IO.Compression;
using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Tests.Image.Archives;

/// <summary>zip files that others wrote.</summary>
public sealed class ZipTests
{
    [Needs("zip bsdtar python3")]
    [InlineData("cd in; zip -qryX ../it.zip .")]
    [InlineData("cd in; zip -qry0 ../it.zip .")]
    [InlineData("cd in; zip -qry9 - . >../it.zip")]
    [InlineData("bsdtar cf it.zip --format=zip -C in .")]
    [InlineData("cd in; zip -qry -fz ../it.zip .")]
    public void WhatOthersWroteIsRead(string command)
    {
        using var temp = ArchiveSample.Make(isOdd: false, more: "rm pipe; for i in b.txt d/e/zero zlong; do cp -p $i x; mv x $i; done");
        ArchiveSample.Shell(temp, command);

        Assert.Equal(
            TreeText.Of(Tree.FromFolder(temp["in"]), times: false),
            TreeText.Of(Tree.FromArchive(temp["it.zip"]), times: false));
    }

    [Needs("zip")]
    [InlineData("1234567890")]
    public void TimesAndOwnersOfUnixAreRead(string seconds)
    {
        using var temp = new TempFolder();
        ArchiveSample.Shell(temp, $"touch -d @{seconds} a; zip -q it.zip a");

        var attributes = Tree.FromArchive(temp["it.zip"]).Find("a")!.Attributes;

        Assert.Equal(1234567890, attributes.Time!.Value.Seconds);
        Assert.Equal((0u, 0u), (attributes.User, attributes.Group));
    }

    [Needs("zip")]
    [InlineData("zip -q -P secret it.zip a", "ARC006")]
    [InlineData("zip -q -Z bzip2 it.zip a", "ARC006")]
    [InlineData("zip -q it.zip a; head -c -5 it.zip >x; mv x it.zip", "ARC003")]
    [InlineData("python3 -c 'import zipfile; zipfile.ZipFile(\"it.zip\", \"w\").writestr(\"../a\", \"x\")'", "ARC004")]
    public void WhatCannotBeReadIsRefused(string command, string code)
    {
        using var temp = new TempFolder();
        ArchiveSample.Shell(temp, $"head -c 5000 /dev/zero >a; {command}");

        Assert.Equal(code, Assert.Throws<FaultException>(() => Tree.FromArchive(temp["it.zip"])).Fault.Code);
    }

    [Fact]
    public void AByteChangedInAFileIsAFault()
    {
        byte[] good = Zip();
        int at = good.AsSpan().IndexOf("file.txt"u8) + 20;
        good[at] ^= 1;

        Assert.Throws<FaultException>(() => ZipReader.Read(Source.FromBytes(good), new()));
    }

    [Fact]
    public void ABombIsRefused()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry("zeros").Open();
            entry.Write(new byte[1 << 20]);
        }

        var source = Source.FromBytes(stream.ToArray());
        Assert.Equal("ARC007", Assert.Throws<FaultException>(() =>
            ZipReader.Read(source, new() { Unpacking = new() { MaxLength = (1 << 20) - 1 } })).Fault.Code);
        Assert.Equal(1 << 20, ZipReader.Read(source, new() { Unpacking = new() { MaxLength = 1 << 20 } }).Find("zeros")!.Content!.Length);
    }

    [Fact]
    [Trait(Fuzzing.Category, Fuzzing.Fuzz)]
    public void SpoiledZipFilesAreFaultsOrTrees()
    {
        var random = Fuzzing.Random(28);
        var options = new ArchiveOptions { Unpacking = new() { MaxLength = 1 << 20 } };
        byte[] good = Zip();
        for (int i = 0; i < 2000; i++)
        {
            try
            {
                TreeText.Of(ZipReader.Read(Source.FromBytes(Fuzzing.Spoil(good, random)), options));
            }
            catch (FaultException)
            {
                // As it should be.
            }
        }
    }

    private static byte[] Zip()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (var entry = zip.CreateEntry("file.txt").Open())
                entry.Write(TestBytes.Make(3000));
            using (var entry = zip.CreateEntry("folder/stored", CompressionLevel.NoCompression).Open())
                entry.Write("stored"u8);
        }

        return stream.ToArray();
    }
}
