using System.Net.Sockets;
using Bq2.Efi;
using Bq2.Efi.Files;
using Bq2.Image;

namespace Bq2.Tests.Efi.Files;

/// <summary>Names whose bytes cannot be read are refused at once, and nothing stays open.</summary>
public sealed class RefusedFileTests : IDisposable
{
    private readonly TempFolder _temp = new();

    [Theory]
    [InlineData("folder", "FIL001")]
    [InlineData("link to folder", "FIL001")]
    [InlineData("link to nothing", "FIL002")]
    [InlineData("link to itself", "FIL002")]
    [InlineData("/dev/zero", "FIL003")]
    [InlineData("/dev/urandom", "FIL003")]
    [InlineData("/dev/full", "FIL003")]
    [InlineData("socket", "FIL004")]
    public void FoldersSocketsAndEndlessDevicesAreRefused(string name, string code)
    {
        Directory.CreateDirectory(_temp["folder"]);
        File.CreateSymbolicLink(_temp["link to folder"], "folder");
        File.CreateSymbolicLink(_temp["link to nothing"], "nothing at all");
        File.CreateSymbolicLink(_temp["link to itself"], "link to itself");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_temp["socket"]));

        string path = name[0] == '/' ? name : _temp[name];
        foreach (
            Action open in (Action[])[() => NamedFile.Open(path), () => NamedFile.ReadAll(path),
                () => Content.FromFile(path), () => DiskImage.Open(path), () => DiskImage.OpenForWriting(path)])
        {
            var fault = Assert.Throws<FaultException>(open).Fault;
            Assert.Equal((code, path), (fault.Code, fault.Path));
        }
    }

    [Fact]
    public void ABrokenLinkIsReportedWithItsTarget()
    {
        File.CreateSymbolicLink(_temp["initrd.img"], "boot/initrd.img-6.1");

        var fault = Assert.Throws<FaultException>(() => Content.FromFile(_temp["initrd.img"])).Fault;

        Assert.Contains(_temp["boot/initrd.img-6.1"], fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingFileIsNotFound() => Assert.Throws<FileNotFoundException>(() => NamedFile.Open(_temp["nothing"]));

    [Fact]
    public void APipeIsNotChangedInPlace()
    {
        new RealTool("mkfifo").Run(_temp["pipe"]).Accepts();

        Assert.Equal("FIL006", Assert.Throws<FaultException>(() => NamedFile.OpenInPlace(_temp["pipe"])).Fault.Code);
        Assert.Equal("FIL006", Assert.Throws<FaultException>(() => NamedFile.OpenInPlace("/proc/version")).Fault.Code);
    }

    /// <summary>A regular file by its kind, but its bytes come as through a pipe, which is found out only after it was opened.</summary>
    [Fact]
    public void AFileThatIsRefusedOnceItIsOpenIsClosed()
    {
        const int times = 200;
        int before = Directory.GetFiles("/proc/self/fd").Length;

        for (int i = 0; i < times; i++)
            Assert.Equal("FIL006", Assert.Throws<FaultException>(() => NamedFile.OpenInPlace("/proc/self/comm")).Fault.Code);

        // Other tests open files meanwhile, but not that many.
        Assert.InRange(Directory.GetFiles("/proc/self/fd").Length, 0, before + times / 2);
    }

    [Fact]
    public void AFileOfMoreThanTwoGibibytesIsRefusedBeforeItIsRead()
    {
        using (var large = File.OpenHandle(_temp["large"], FileMode.Create, FileAccess.Write))
            RandomAccess.SetLength(large, 3L << 30);

        var fault = Assert.Throws<FaultException>(() => NamedFile.ReadAll(_temp["large"])).Fault;

        Assert.Equal("FIL005", fault.Code);
        Assert.Contains("3,221,225,472", fault.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _temp.Dispose();
}
