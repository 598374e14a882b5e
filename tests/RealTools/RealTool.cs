namespace Bq2.Tests.RealTools;

/// <summary>A program we did not write, called to judge what we wrote.</summary>
internal sealed record RealTool(string Name)
{
    public static readonly RealTool QemuImg = new("qemu-img");
    public static readonly RealTool QemuIo = new("qemu-io");
    public static readonly RealTool FsckFat = new("fsck.fat");
    public static readonly RealTool Mdir = new("mdir");
    public static readonly RealTool Mcopy = new("mcopy");
    public static readonly RealTool Sgdisk = new("sgdisk");
    public static readonly RealTool LldLink = new("lld-link");
    public static readonly RealTool LlvmReadobj = new("llvm-readobj");
    public static readonly RealTool LlvmMc = new("llvm-mc");
    public static readonly RealTool LlvmAr = new("llvm-ar");
    public static readonly RealTool LlvmLib = new("llvm-lib");
    public static readonly RealTool LlvmObjdump = new("llvm-objdump");
    public static readonly RealTool Objdump = new("objdump");
    public static readonly RealTool Clang = new("clang");
    public static readonly RealTool Sbsign = new("sbsign");
    public static readonly RealTool Sbverify = new("sbverify");
    public static readonly RealTool Xz = new("xz");
    public static readonly RealTool Objcopy = new("objcopy");
    public static readonly RealTool Shellcheck = new("shellcheck");
    public static readonly RealTool Bash = new("bash");
    public static readonly RealTool QemuArm64 = new("qemu-system-aarch64");

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    // Debian keeps the programs of administrators where a plain user's PATH does not look.
    private static readonly string[] s_folders =
        [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), "/usr/sbin", "/sbin"];

    public static string? Find(string name) =>
        s_folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    public Outcome Run(params string[] arguments)
    {
        string program = Find(Name) ?? throw new InvalidOperationException($"{Name} is not installed; eng/test.sh installs it");
        return new ProgramCall(program, arguments)
        {
            Name = Name,
            Environment = { ["LC_ALL"] = "C.UTF-8", ["TZ"] = "UTC", ["MTOOLSRC"] = "/dev/null" },
            Patience = s_patience,
        }.Run();
    }
}

/// <summary>What a program said, and how it ended.</summary>
internal sealed record Outcome(string Command, int ExitCode, string Said, string Complained)
{
    public Outcome Accepts()
    {
        Assert.True(ExitCode == 0, $"{Command} objects with {ExitCode}:\n{Said}{Complained}");
        return this;
    }

    public Outcome Objects()
    {
        Assert.True(ExitCode != 0, $"{Command} has no objection:\n{Said}{Complained}");
        return this;
    }
}
