using Bq2.Efi.Linux;

namespace Bq2.Init;

/// <summary>Becomes the first program of the root file system: that of init=, or else the first there is of those that the kernel tries.</summary>
internal static unsafe class FirstProgram
{
    public static void Start(StartStack start, BlockDevice root, in BootWishes wishes)
    {
        if (!wishes.IsQuiet)
            Announce();
        if (!wishes.Init.IsEmpty)
        {
            var path = CText.Join(wishes.Init);
            Fail(path, Execute(path, start), root);
        }

        nint error = -Errno.NotFound;
        TryOne("/sbin/init"u8, start, ref error);
        TryOne("/etc/init"u8, start, ref error);
        TryOne("/bin/init"u8, start, ref error);
        TryOne("/bin/sh"u8, start, ref error);
        Fail("/sbin/init, /etc/init, /bin/init or /bin/sh"u8, error, root);
    }

    private static void Announce()
    {
        Console.BeginLine();
        Console.Say("the root is mounted, "u8);
        Console.WriteNumber((ulong)Linux.Now);
        Console.Say(" ms after the kernel started"u8);
        Console.EndLine();
    }

    // One that is there and cannot be started is worth telling.
    private static void TryOne(CText path, StartStack start, ref nint error)
    {
        nint result = Execute(path, start);
        if (result == -Errno.NotFound)
            return;
        Fault.Say("cannot start "u8).Add(path).Because(result).GoOn();
        error = result;
    }

    private static nint Execute(CText path, StartStack start)
    {
        start.Arguments[0] = path.Start;
        return Linux.Execute(path, start.Arguments, start.Environment);
    }

    private static void Fail(CText path, nint error, BlockDevice root)
    {
        Fault.Say("cannot start "u8).Add(path).Add(" of the root file system"u8).Because(error)
            .Try(error == -Errno.NotFound ? "correct init=, or root=: is it the right file system?"u8
                : error == -Errno.NotExecutable ? "is the program one for this machine?"u8
                : error == -Errno.InputOutput ? "the file cannot be read: with roothash= it means that the data was changed"u8
                : "correct init=, or the program's rights"u8);
    }
}
