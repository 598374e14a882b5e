using System.Globalization;
using System.Runtime.Versioning;
using Bq2.Efi.Pe;
using Bq2.Image;
using Bq2.Tests.Sysroot;

namespace Bq2.Tests.Cli;

/// <summary>
/// The options of run with each other: each pair either has both effects, or is refused by name. A shell script in QEMU's place
/// writes down the words that it was given.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class RunOptionsTests : IDisposable
{
    // What an option does, as it can be seen from outside.
    private static readonly (string Words, Func<Seen, bool> HasEffect)[] s_options =
    [
        ("--arch aarch64", seen => seen.Qemu.Contains("-M virt", StringComparison.Ordinal)),
        ("--memory 77", seen => seen.Qemu.Contains("-m 77 ", StringComparison.Ordinal)),
        ("--timeout 1", seen => seen.Complained.Contains("1 s passed", StringComparison.Ordinal)),
        ("--expect nope", seen => seen is { ExitCode: 1 } && seen.Complained.Contains("without \"nope\"", StringComparison.Ordinal)),
        ("--reject said", seen => seen is { ExitCode: 1 } && seen.Complained.Contains("RUN007", StringComparison.Ordinal)),
        ("--raw", seen => seen.Said.Contains("\u001b[0msaid", StringComparison.Ordinal)),
        ("--dry-run", seen => seen is { HasRun: false, ExitCode: 0 } && seen.Said.StartsWith("qemu-system-", StringComparison.Ordinal)),
        ("-f raw", seen => seen.Qemu.Contains("format=raw,snapshot=on,file=", StringComparison.Ordinal)
            && seen.Qemu.Contains("id=disk,format=raw", StringComparison.Ordinal)),
        ("--allow-backing", seen => seen.Qemu.Contains("/over", StringComparison.Ordinal)),
        ("--quiet", seen => !seen.Said.Contains("said", StringComparison.Ordinal)),
        ("--verbose", seen => seen.Complained.Contains("qemu-system-", StringComparison.Ordinal) || !seen.HasRun),
    ];

    private static readonly string[] s_refused =
    [
        "--timeout 1 --dry-run", "--expect nope --dry-run", "--reject said --dry-run", "--raw --dry-run", "--raw --quiet",
        "--quiet --verbose",
    ];

    private readonly TempFolder _temp = new();

    public RunOptionsTests()
    {
        File.WriteAllText(_temp["code"], "");
        File.WriteAllText(_temp["vars"], "");
        Directory.CreateDirectory(_temp["qemu/firmware"]);
        File.WriteAllText(_temp["qemu/firmware/00-x64.json"], MadeUpFirmware.Descriptor(_temp["code"], _temp["vars"]));
        File.WriteAllText(_temp["qemu/firmware/00-arm.json"],
            MadeUpFirmware.Descriptor(_temp["code"], _temp["vars"], architecture: "aarch64", board: "virt-*"));
        var files = new Tree();
        files.AddFile("EFI/BOOT/BOOTX64.EFI", BootLoader.For(Machine.X64));
        Qcow2Image.Write(_temp["disk"], GptDisk.Plan([new(PartitionType.Esp, FatVolume.Plan(files))]));
        Qcow2Overlay.Write(_temp["over"], DiskInfo.Of(_temp["disk"]).VirtualSize!.Value, _temp["disk"], DiskFormat.Qcow2);
    }

    public static TheoryData<string, string> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string>();
            for (int one = 0; one < s_options.Length; one++)
            {
                for (int other = one + 1; other < s_options.Length; other++)
                    pairs.Add(s_options[one].Words, s_options[other].Words);
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void BothHaveTheirEffectOrTheyAreRefused(string one, string other)
    {
        string[] both = [one, other];
        var seen = Run(both);

        if (s_refused.Contains($"{one} {other}"))
        {
            Assert.Equal((2, false), (seen.ExitCode, seen.HasRun));
            Assert.All(both, words => Assert.Contains(words.Split(' ')[0], seen.Complained.Split('\n')[0], StringComparison.Ordinal));
            return;
        }

        foreach (string words in both)
        {
            Assert.True(Array.Find(s_options, option => option.Words == words).HasEffect(seen),
                $"{words} has no effect beside {one} {other}: {seen}");
        }
    }

    /// <summary>Each option has an effect that is not there without it: or the test above would see nothing.</summary>
    [Fact]
    public void EachOptionHasAnEffectOfItsOwn()
    {
        var none = Run([]);
        Assert.All(s_options, option => Assert.True(option.HasEffect(Run([option.Words])), option.Words));
        Assert.All(s_options, option => Assert.False(option.HasEffect(none), option.Words));
    }

    [Theory]
    [InlineData("esp", "-f raw", "-f is the format of a disk, and esp is a folder")]
    [InlineData("esp", "--dry-run", "--dry-run needs a disk, and esp is not one")]
    [InlineData("esp", "--arch aarch64", "--arch is aarch64, but esp is for x86_64")]
    [InlineData("x.efi", "--dry-run", "--dry-run needs a disk, and x.efi is not one")]
    [InlineData("x.efi", "--arch aarch64", "--arch is aarch64, but x.efi is for x86_64")]
    public void DiskOptionsAreRefusedForNonDisks(string name, string option, string expected)
    {
        Directory.CreateDirectory(_temp["esp/EFI/BOOT"]);
        File.Copy(Repository.Loader(Machine.X64), _temp["esp/EFI/BOOT/BOOTX64.EFI"]);
        File.Copy(Repository.Loader(Machine.X64), _temp["x.efi"]);

        var outcome = Program.Call(["image", "run", _temp[name], .. option.Split(' ')]);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(expected, outcome.Complained.Replace(_temp.Path + "/", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    /// <summary>A disk may begin with the same two letters as a program; naming the format says that it is a disk.</summary>
    [Fact]
    public void AProgramWithAFormatIsADisk()
    {
        File.Copy(Repository.Loader(Machine.X64), _temp["x.efi"]);

        Assert.Contains($"format=raw,snapshot=on,file={_temp["x.efi"]}", Program.Call("image", "run", _temp["x.efi"], "-f", "raw", "--arch",
            "x86_64", "--dry-run").Accepts().Said, StringComparison.Ordinal);
    }

    public void Dispose() => _temp.Dispose();

    private Bq2Program Program => new() { FirstOnPath = _temp.Path, Environment = { ["XDG_CONFIG_HOME"] = _temp.Path } };

    private Seen Run(string[] options)
    {
        bool waits = options.Any(option => option.StartsWith("--timeout", StringComparison.Ordinal));
        foreach (string qemu in (string[])["qemu-system-x86_64", "qemu-system-aarch64"])
        {
            File.WriteAllText(_temp[qemu], string.Create(CultureInfo.InvariantCulture,
                $"#!/bin/sh\necho \"$* \" >'{_temp["qemu-words"]}'\nprintf '\\033[0msaid\\n'\n{(waits ? "exec sleep 100" : "")}\n"));
            File.SetUnixFileMode(_temp[qemu], UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        }

        File.Delete(_temp["qemu-words"]);
        bool isOverlay = options.Contains("--allow-backing");
        string disk = isOverlay ? "over" : "disk";
        string[] machine = isOverlay || options.Contains("-f raw")
            ? (options.Any(option => option.StartsWith("--arch", StringComparison.Ordinal)) ? [] : ["--arch", "x86_64"]) : [];
        var outcome = Program.Call(["image", "run", _temp[disk], .. machine, .. options.SelectMany(option => option.Split(' '))]);
        bool hasRun = File.Exists(_temp["qemu-words"]);
        return new(outcome.ExitCode,
            outcome.Said, outcome.Complained, hasRun, hasRun ? File.ReadAllText(_temp["qemu-words"]) : outcome.Said);
    }

    /// <summary>How a call ended, and the words for QEMU as it got them or as they were shown.</summary>
    private sealed record Seen(int ExitCode, string Said, string Complained, bool HasRun, string Qemu);
}
