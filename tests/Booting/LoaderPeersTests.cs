using System.Text;
using System.Text.RegularExpressions;
using Bq2.Efi.Binary;
using Bq2.Efi.Pe;
using Bq2.Image;

namespace Bq2.Tests.Booting;

/// <summary>Beside what systemd brings: its boot loader on the same disk, and images made with its stub.</summary>
public sealed partial class LoaderPeersTests
{
    [Needs("qemu-system-aarch64")]
    [InlineData(Machine.X64)]
    [InlineData(Machine.Arm64)]
    public void SystemdBootDecidesAsWeDo(Machine machine)
    {
        string[] ours = Decisions(machine, BootLoader.For(machine));

        Assert.Equal(
        [
            "LoaderEntries=b2.conf b1.conf z.conf a-1.10.conf a-1.9.conf tried.conf auto-reboot-to-firmware-setup ",
            "LoaderEntrySelected=z.conf",
            "line=" + new BootFiles(machine).CommandLine + " choice=z more=\"a b\" ü",
            "capitals=some",
        ], ours);

        // Debian's version still has the counters in its ids, and hands over initrds by the command line.
        string[] theirs = Decisions(machine, Content.FromFile(new GuestFiles(machine).SystemdBoot));
        Assert.Equal(ours, theirs.Select(said => Counters().Replace(said, "").Replace(@"initrd=\initrd ", "", StringComparison.Ordinal)));
    }

    /// <summary>What the guest saw of them: all entries in order, the one that was chosen, its command line.</summary>
    private static string[] Decisions(Machine machine, Content loader)
    {
        using var temp = new TempFolder();
        const string Script = """
            list LoaderEntries
            text LoaderEntrySelected
            say "line=$(cat /proc/cmdline)"
            say "capitals=$(text LoaderDevicePartUUID | sed 's/.*=//' | tr -cd A-F | wc -c | sed 's/[1-9][0-9]*/some/')"
            """;
        var files = new BootFiles(machine);
        files.AddLoader(loader);
        files.Add("linux", files.Kernel());
        files.Add("initrd", Initramfs.With(machine, Script));
        files.Configure("timeout 0\ndefault z*\n");
        files.AddEntry("a-1.9.conf", "choice=no");
        files.AddEntry("a-1.10.conf", "choice=no");
        files.AddEntry("Z.conf", "choice=z\noptions more=\"a b\" ü", "title Z\nsort-key debian\nmachine-id 2\nversion 9");
        files.AddEntry("b1.conf", "choice=no", "title B\nsort-key debian\nmachine-id 1\nversion 1.9~rc1");
        files.AddEntry("b2.conf", "choice=no", "title B\nsort-key debian\nmachine-id 1\nversion 1.9");
        files.AddEntry("tried+0-3.conf", "choice=no", "sort-key a");
        files.Add("loader/entries/gone.conf", "sort-key 0\nlinux /gone\n");
        files.AddEntry("foreign.conf", "choice=no", "architecture ia32");

        string said = VirtualMachine.Run(machine, files.Write(temp));
        return [.. Said().Matches(said).Select(match => match.Groups[1].Value)];
    }

    /// <summary>An image in \EFI\Linux, by Debian's stub: as it is, and with a command line that was typed.</summary>
    [Needs("qemu-system-x86_64 qemu-system-aarch64 objcopy")]
    [InlineData(Machine.X64)]
    [InlineData(Machine.Arm64)]
    public void AUnifiedImageIsAnEntry(Machine machine)
    {
        using var temp = new TempFolder();
        var files = new BootFiles(machine);
        files.AddLoader(BootLoader.For(machine));
        files.Configure("timeout 60\nauto-firmware no\n");
        files.Add("EFI/Linux/debian_1+3.efi", Uki(temp, machine, files.CommandLine + " choice=uki", """
            list LoaderEntries
            text LoaderBootCountPath
            text StubInfo
            say "line $(cat /proc/cmdline)"
            grep typed /proc/cmdline || reboot -f
            """));
        files.Add("EFI/Linux/nothing.efi", "no image");
        string disk = files.Write(temp);
        using var started = VirtualMachine.Start(machine, disk);

        started.WaitFor("> Debian Test - tries left: 3");
        started.Type("\r");
        started.WaitFor("guest: LoaderEntries=debian_1.efi ");
        started.WaitFor(@"LoaderBootCountPath=\EFI\Linux\debian_1+2-1.efi");
        started.WaitFor("StubInfo=systemd-stub");
        started.WaitFor("guest: line");
        started.WaitFor("choice=uki");

        started.WaitFor("> Debian Test - tries left: 2");
        started.Type("e");
        started.WaitFor("choice=uki");
        started.Type(" typed\r");
        started.WaitFor(@"LoaderBootCountPath=\EFI\Linux\debian_1+1-2.efi");
        started.WaitFor("guest: line");
        started.WaitFor("choice=uki typed");
        started.WaitForEnd();
    }

    private static byte[] Uki(TempFolder temp, Machine machine, string commandLine, string script)
    {
        var guest = new GuestFiles(machine);
        byte[] release = "ID=debian\nVERSION_ID=12\nPRETTY_NAME=\"Debian Test\"\n"u8.ToArray(), line = Encoding.UTF8.GetBytes(commandLine);
        byte[] initrd = Initramfs.With(machine, script);
        return machine == Machine.X64
            ? ByObjcopy(temp, guest, release, line, initrd)
            : ByHand(guest, (".osrel", release), (".cmdline", line), (".linux", File.ReadAllBytes(guest.Kernel)), (".initrd", initrd));
    }

    private static byte[] ByObjcopy(TempFolder temp, GuestFiles guest, byte[] release, byte[] line, byte[] initrd)
    {
        File.WriteAllBytes(temp["osrel"], release);
        File.WriteAllBytes(temp["cmdline"], line);
        File.WriteAllBytes(temp["initrd"], initrd);
        RealTool.Objcopy.Run(
            "--add-section", ".osrel=" + temp["osrel"], "--change-section-vma", ".osrel=0x20000",
            "--add-section", ".cmdline=" + temp["cmdline"], "--change-section-vma", ".cmdline=0x30000",
            "--add-section", ".linux=" + guest.Kernel, "--change-section-vma", ".linux=0x2000000",
            "--add-section", ".initrd=" + temp["initrd"], "--change-section-vma", ".initrd=0x4000000",
            guest.UkiStub, temp["uki.efi"]).Accepts();
        return File.ReadAllBytes(temp["uki.efi"]);
    }

    // Debian's objcopy for x86-64 does not know images for AArch64.
    private static byte[] ByHand(GuestFiles guest, params (string Name, byte[] Data)[] sections)
    {
        var parts = new PeParts(PeImage.Read("stub", File.ReadAllBytes(guest.UkiStub)));
        var header = parts.OptionalHeader;
        foreach (var (name, data) in sections)
        {
            var section = new SectionHeader
            {
                Name = BitConverter.ToUInt64(Encoding.ASCII.GetBytes(name.PadRight(sizeof(ulong), '\0'))),
                VirtualSize = (uint)data.Length,
                VirtualAddress = Align.Up(header.SizeOfImage, header.SectionAlignment),
                SizeOfRawData = Align.Up((uint)data.Length, header.FileAlignment),
                PointerToRawData = Align.Up((uint)parts.Length, header.FileAlignment),
                Characteristics = SectionTraits.InitializedData | SectionTraits.Read,
            };
            parts.Sections = [.. parts.Sections, section];
            parts.SectionData = [.. parts.SectionData, data];
            parts.Length = (int)(section.PointerToRawData + section.SizeOfRawData);
            header.SizeOfImage = Align.Up(section.VirtualAddress + section.VirtualSize, header.SectionAlignment);
        }

        parts.OptionalHeader = header;
        parts.FileHeader = parts.FileHeader with { SectionCount = (ushort)parts.Sections.Length };
        return parts.ToBytes();
    }

    [GeneratedRegex(@"\+\d+(-\d+)?")]
    private static partial Regex Counters();

    [GeneratedRegex(@"guest: (\S+=.*[^\r])\r?\n")]
    private static partial Regex Said();
}
