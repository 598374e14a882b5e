using System.Runtime;
using System.Runtime.CompilerServices;
using Internal.Runtime;

namespace Bq2.Init;

/// <summary>
/// The kernel's calls. A result below 0 is an error, the number of which is its negative. The linker provides the instruction, because C#
/// has none for it.
/// </summary>
internal static unsafe partial class Linux
{
    public const int InThisFolder = -100;   // AT_FDCWD

    private const int CloseOnExec = 0x8_0000;

    // Two flags of open differ by machine.
    private static int OnlyFolders => Features.IsArm64 ? 0x4000 : 0x1_0000;

    public static byte* MapMemory(nint length)
    {
        const int ReadWrite = 3, PrivateAnonymous = 0x22;
        nint start = Call(Number(9, 222), 0, length, ReadWrite, PrivateAnonymous, -1);
        return start < 0 ? null : (byte*)start;
    }

    public static int ProcessId => (int)Call(Number(39, 172));

    /// <summary>Milliseconds since the machine started.</summary>
    public static long Now
    {
        get
        {
            const int Monotonic = 1;
            TimeSpec now = default;
            Call(Number(228, 113), Monotonic, (nint)(&now));
            return now.Seconds * 1000 + now.Nanoseconds / 1_000_000;
        }
    }

    public static void Sleep(long milliseconds)
    {
        var span = new TimeSpec { Seconds = milliseconds / 1000, Nanoseconds = milliseconds % 1000 * 1_000_000 };
        Call(Number(35, 101), (nint)(&span), 0);
    }

    public static void Exit(int code)
    {
        while (true)
            Call(Number(231, 94), code);
    }

    public static File Open(CText path, OpenFor use = OpenFor.Reading) => OpenIn(InThisFolder, path, use);

    public static File OpenIn(int folder, CText path, OpenFor use)
    {
        int flags = use switch
        {
            OpenFor.Writing => 1,
            OpenFor.Both => 2,
            OpenFor.Listing => OnlyFolders,
            _ => 0,
        };
        const int NoTerminal = 0x100;
        return new((int)Call(Number(257, 56), folder, (nint)path.Start, flags | NoTerminal | CloseOnExec, 0));
    }

    public static nint MakeFolder(CText path) => Call(Number(258, 34), InThisFolder, (nint)path.Start, 0x1ed);

    public static nint MakeLink(CText target, CText path) => Call(Number(266, 36), (nint)target.Start, InThisFolder, (nint)path.Start);

    public static nint Mount(CText source, CText target, CText type, Bq2.Efi.Linux.MountFlags flags, CText data) =>
        Call(Number(165, 40), (nint)source.Start, (nint)target.Start, (nint)type.Start, (nint)flags, (nint)data.Start);

    public static nint Detach(CText path)
    {
        const int Lazy = 2;
        return Call(Number(166, 39), (nint)path.Start, Lazy);
    }

    public static nint ChangeFolder(CText path) => Call(Number(80, 49), (nint)path.Start);

    public static nint ChangeRoot(CText path) => Call(Number(161, 51), (nint)path.Start);

    public static nint Remove(int folder, CText name, bool isFolder)
    {
        const int RemoveFolder = 0x200;
        return Call(Number(263, 35), folder, (nint)name.Start, isFolder ? RemoveFolder : 0);
    }

    /// <summary>Returns only if it fails.</summary>
    public static nint Execute(CText path, byte** arguments, byte** environment) =>
        Call(Number(59, 221), (nint)path.Start, (nint)arguments, (nint)environment);

    public static nint LoadModule(File file, CText parameters, int flags) =>
        Call(Number(313, 273), file.Number, (nint)parameters.Start, flags);

    /// <summary>What a name is, without following a link.</summary>
    public static nint Status(int folder, CText name, out FileStatus status) => Status(folder, name, NoFollow, out status);

    public static nint Status(CText path, out FileStatus status) => Status(InThisFolder, path, 0, out status);

    /// <summary>The number that tells the file system of an open file.</summary>
    public static nint FileSystemType(File file)
    {
        var status = stackalloc nint[32];
        nint result = Call(Number(138, 44), file.Number, (nint)status);
        return result < 0 ? result : status[0];
    }

    private const int NoFollow = 0x100;

    private static nint Status(int folder, CText name, int flags, out FileStatus status)
    {
        const int BasicStats = 0x7ff;
        fixed (FileStatus* target = &status)
            return Call(Number(332, 291), folder, (nint)name.Start, flags, BasicStats, (nint)target);
    }

    // The numbers of a call on x86-64 and on AArch64.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Number(int amd64, int arm64) => Features.IsArm64 ? arm64 : amd64;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static nint Call(nint number, nint a = 0, nint b = 0, nint c = 0, nint d = 0, nint e = 0) =>
        SystemCall(number, a, b, c, d, e, 0);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("Bq2SystemCall")]
    private static extern nint SystemCall(nint number, nint a, nint b, nint c, nint d, nint e, nint f);

    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}

internal enum OpenFor
{
    Reading,
    Writing,
    Both,
    Listing,
}
