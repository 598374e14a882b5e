using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Tests.Image.Archives;

/// <summary>Packages of Debian and Alpine: the files in them, without what describes the package.</summary>
public sealed class PackageTests
{
    [Needs("dpkg-deb")]
    [InlineData("xz")]
    [InlineData("gzip")]
    [InlineData("zstd")]
    [InlineData("none")]
    public void TheFilesOfADebianPackageAreRead(string packing)
    {
        using var temp = new TempFolder();
        ArchiveSample.Shell(temp, $"""
            mkdir -p in/DEBIAN in/usr/bin
            printf 'Package: a\nVersion: 1\nArchitecture: all\nMaintainer: a\nDescription: a\n' >in/DEBIAN/control
            printf tool >in/usr/bin/tool; chmod 755 in/usr/bin/tool; ln -s tool in/usr/bin/link
            dpkg-deb --root-owner-group -Z{packing} -b in it.deb >/dev/null
            mkdir out; dpkg-deb -x it.deb out
            """);

        Assert.Equal(
            TreeText.Of(Tree.FromFolder(temp["out"], new() { KeepTimes = true })),
            TreeText.Of(Tree.FromArchive(temp["it.deb"])));
    }

    [Needs("dpkg-deb")]
    [InlineData(70, "ARC002")]     // in the length of the first member
    [InlineData(-100, "ARC003")]   // cut off
    public void ADamagedPackageIsAFault(int at, string code)
    {
        using var temp = new TempFolder();
        ArchiveSample.Shell(temp, """
            mkdir -p in/DEBIAN; printf 'Package: a\nVersion: 1\nArchitecture: all\nMaintainer: a\nDescription: a\n' >in/DEBIAN/control
            head -c 5000 /dev/urandom >in/file; dpkg-deb -b in it.deb >/dev/null
            """);
        byte[] bytes = File.ReadAllBytes(temp["it.deb"]);
        if (at < 0)
            bytes = bytes[..^-at];
        else
            bytes[at - 14] = (byte)'x';
        File.WriteAllBytes(temp["it.deb"], bytes);

        Assert.Equal(code, Assert.Throws<FaultException>(() => Tree.FromArchive(temp["it.deb"])).Fault.Code);
    }

    /// <summary>Three parts, each packed by itself; the first two are archives without an end.</summary>
    [Needs("tar gzip")]
    [InlineData(".PKGINFO .post-install")]
    public void TheFilesOfAnAlpinePackageAreRead(string own)
    {
        using var temp = new TempFolder();
        ArchiveSample.Shell(temp, $"""
            mkdir a; cd a; printf sign >.SIGN.RSA.key.pub; for i in {own}; do printf x >$i; done; mkdir -p etc; printf y >etc/.hidden
            cut() (tar cf - "$@" | head -c -$(($(tar cf - "$@" | wc -c) - 1024 * $#)) | gzip)
            cut .SIGN.RSA.key.pub >../it.apk; cut {own} >>../it.apk; tar cf - etc | gzip >>../it.apk
            """);

        Assert.Equal(["etc", "etc/.hidden"], Tree.FromArchive(temp["it.apk"]).Walk().Select(entry => entry.Path));
    }
}
