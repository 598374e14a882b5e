using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Tests.Image.Archives;

/// <summary>cpio archives that are cut off, spoiled, or made to do harm.</summary>
public sealed class DamagedCpioTests
{
    [Fact]
    public void EveryCutIsAFault()
    {
        var tree = new Tree();
        tree.AddFile("folder/file", Content.FromBytes("content"u8.ToArray()));
        byte[] whole = Bytes(tree);
        int end = whole.AsSpan().LastIndexOf("TRAILER"u8);

        for (int length = 6; length < end; length++)
            Assert.Throws<FaultException>(() => CpioArchive.Read(Source.FromBytes(whole.AsMemory(0, length))));
    }

    [Theory]
    [InlineData(5, (byte)'9')]      // the magic
    [InlineData(14, (byte)'x')]     // a digit of the mode
    [InlineData(18, (byte)'3')]     // the kind
    [InlineData(54, (byte)'F')]     // the content's length
    [InlineData(94, (byte)'F')]     // the name's length
    [InlineData(111, (byte)0)]      // a NUL in the name
    public void ASpoiledHeaderIsAFault(int at, byte value)
    {
        var tree = new Tree();
        tree.AddFile("file", Content.FromBytes("content"u8.ToArray()));
        byte[] bytes = Bytes(tree);
        bytes[at] = value;

        Assert.Throws<FaultException>(() => CpioArchive.Read(Source.FromBytes(bytes)));
    }

    [Fact]
    public void PathsThatLeadOutAreRefused()
    {
        byte[] bytes = [.. Bytes(Of("aa/file")).AsSpan()];
        bytes.AsSpan().Slice(bytes.AsSpan().IndexOf("aa/file"u8), 2).Fill((byte)'.');

        Assert.Equal("ARC004", Assert.Throws<FaultException>(() => CpioArchive.Read(Source.FromBytes(bytes))).Fault.Code);
    }

    [Fact]
    [Trait(Fuzzing.Category, Fuzzing.Fuzz)]
    public void SpoiledArchivesAreFaultsOrTrees()
    {
        var random = Fuzzing.Random(27);
        byte[] good = Bytes(Of("a", "b/c", "b/d"));
        for (int i = 0; i < 3000; i++)
        {
            try
            {
                TreeText.Of(CpioArchive.Read(Source.FromBytes(Fuzzing.Spoil(good, random))));
            }
            catch (FaultException)
            {
                // As it should be.
            }
        }
    }

    private static Tree Of(params string[] files)
    {
        var tree = new Tree();
        foreach (string file in files)
            tree.AddFile(file, Content.FromBytes("content"u8.ToArray()));
        return tree;
    }

    private static byte[] Bytes(Tree tree)
    {
        using var source = Source.Of(CpioArchive.Plan(tree));
        return source.ReadBytes(0, (int)source.Length);
    }
}
