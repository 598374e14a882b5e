using System.Runtime.InteropServices;
using Bq2.Efi.Linux;

namespace Bq2.Init;

/// <summary>The first process of an initrd: finds the root file system, mounts it, and starts the program that lives there.</summary>
internal static unsafe class LinuxMain
{
    [UnmanagedCallersOnly(EntryPoint = "LinuxMain")]
    internal static void Main(nint* stack)
    {
        Environment.OnFailFast = &Fault.SayBug;
        if (Linux.ProcessId == 1)
            Boot(new(stack));
        Console.BeginLine();
        Console.Say("this is the first process of an initrd, and cannot be started by hand"u8);
        Console.EndLine();
        Linux.Exit(1);
    }

    /// <summary>The whole boot, step by step. A step that cannot be done has said why, and has ended the process.</summary>
    private static void Boot(StartStack start)
    {
        long begin = Linux.Now;
        FirstMounts.Make();
        var wishes = BootWishes.Read(File.ReadAll("/proc/cmdline"u8, 64 << 10));
        Modules.Load();

        var root = wishes.RootHash.IsEmpty ? RootDevice.Find(wishes) : Verity.Open(wishes);
        bool grows = wishes.Grows && wishes.RootHash.IsEmpty;
        if (grows)
            PartitionGrowth.Make(root);

        RootMount.Make(root, wishes);
        if (grows)
            FileSystemGrowth.Make(root, wishes);

        if (!wishes.IsQuiet)
            Announce(root, begin);
        var path = root.Path;
        NewRoot.Enter();
        FirstProgram.Start(start, path, wishes.Init);
    }

    private static void Announce(BlockDevice root, long begin)
    {
        Console.BeginLine();
        Console.Say("the root "u8);
        Console.Say(root.Path);
        Console.Say(" is mounted, after "u8);
        Console.WriteNumber((ulong)(Linux.Now - begin));
        Console.Say(" ms"u8);
        Console.EndLine();
    }
}
