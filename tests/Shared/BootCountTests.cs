using System.Text;
using Bq2.Efi.Boot;

namespace Bq2.Tests.Shared;

public sealed class BootCountTests
{
    [Theory]
    [InlineData("a.conf", false, 0, 0, "a.conf")]
    [InlineData("a+3.conf", true, 3, 0, "a.conf")]
    [InlineData("A+3-1.conf", true, 3, 1, "a.conf")]
    [InlineData("a+0-3.efi", true, 0, 3, "a.efi")]
    [InlineData("a+b+2.conf", true, 2, 0, "a+b.conf")]
    [InlineData("6.1+2-0.conf", true, 2, 0, "6.1.conf")]
    [InlineData("a+.conf", false, 0, 0, "a+.conf")]
    [InlineData("a+3-.conf", false, 0, 0, "a+3-.conf")]
    [InlineData("a+x.conf", false, 0, 0, "a+x.conf")]
    [InlineData("a+-1.conf", false, 0, 0, "a+-1.conf")]
    [InlineData("+1.conf", true, 1, 0, ".conf")]
    [InlineData("a+1", false, 0, 0, "a+1")]
    [InlineData("a+99999999999999999999.conf", true, 0xffff_ffff, 0, "a.conf")]
    public void AFileNameHoldsTheCount(string name, bool counts, long left, long done, string id)
    {
        var count = BootCount.Read(Encoding.UTF8.GetBytes(name));
        var writer = new Utf8Writer(new byte[100]);
        count.WriteId(Encoding.UTF8.GetBytes(name), ref writer);

        Assert.Equal(counts, count.IsCounting);
        Assert.Equal(left, count.Left);
        Assert.Equal(done, count.Done);
        Assert.Equal(counts && left == 0, count.IsBad);
        Assert.Equal(id, Encoding.UTF8.GetString(writer.Written));
    }

    [Theory]
    [InlineData("a+3.conf", "a+2-1.conf")]
    [InlineData("A+1-9.conf", "A+0-10.conf")]
    [InlineData("a+10-0.efi", "a+9-1.efi")]
    public void ATryIsCounted(string name, string next)
    {
        var writer = new Utf8Writer(new byte[100]);
        BootCount.Read(Encoding.UTF8.GetBytes(name)).WriteNext(Encoding.UTF8.GetBytes(name), ref writer);

        Assert.Equal(next, Encoding.UTF8.GetString(writer.Written));
    }
}
