using System.Text;
using Bq2.Efi.Boot;

namespace Bq2.Tests.Shared;

public sealed class EntryRankTests
{
    /// <summary>Each comes before the next one.</summary>
    private static readonly (string Name, string Text)[] s_inOrder =
    [
        ("z.conf", "sort-key a\nmachine-id 1\nversion 2"),
        ("y.conf", "sort-key a\nmachine-id 1\nversion 1"),
        ("x2.conf", "sort-key a\nmachine-id 2\nversion 9"),
        ("x1.conf", "sort-key a\nmachine-id 2\nversion 9"),
        ("a.conf", "sort-key b\nversion 99"),
        ("linux-6.10.conf", "version 1"),                // no key: by name, newer first
        ("linux-6.9+5.conf", "version 2"),
        ("linux-6.9+4.conf", ""),
        ("linux-6.9+4-1.conf", ""),
        ("b.conf", "version 100"),
        ("z+0-1.conf", "sort-key a\nversion 100"),       // no tries left
        ("a+0.conf", ""),
    ];

    [Fact]
    public void EntriesStandInTheSpecificationsOrder()
    {
        for (int a = 0; a < s_inOrder.Length; a++)
        {
            for (int b = 0; b < s_inOrder.Length; b++)
                Assert.Equal(Math.Sign(a - b), Math.Sign(Compare(s_inOrder[a], s_inOrder[b])));
        }
    }

    private static int Compare((string Name, string Text) a, (string Name, string Text) b) => EntryRank.Compare(Rank(a), Rank(b));

    private static EntryRank Rank((string Name, string Text) entry)
    {
        byte[] name = Encoding.UTF8.GetBytes(entry.Name);
        var count = BootCount.Read(name);
        var id = new Utf8Writer(new byte[100]);
        count.WriteId(name, ref id);
        return new(new(Encoding.UTF8.GetBytes(entry.Text)), id.Written, count);
    }
}
