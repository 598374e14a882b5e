namespace Bq2.Init;

/// <summary>Becomes the first program of the root file system: that of init=, or else the first of those that the kernel tries.</summary>
internal static unsafe class FirstProgram
{
    public static void Start(StartStack start, CText device, ReadOnlySpan<byte> wish)
    {
        if (!wish.IsEmpty)
        {
            var path = CText.Join(wish);
            Fail(path, Execute(path, start), device);
        }

        nint error = -Errno.NotFound;
        TryOne("/sbin/init"u8, start, ref error);
        TryOne("/etc/init"u8, start, ref error);
        TryOne("/bin/init"u8, start, ref error);
        TryOne("/bin/sh"u8, start, ref error);
        Fail("/sbin/init, /etc/init, /bin/init or /bin/sh"u8, error, device);
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

    private static void Fail(CText path, nint error, CText device)
    {
        Fault.Say("cannot start "u8).Add(path).Add(" of the root file system "u8).Add(device).Because(error)
            .Try(error == -Errno.NotFound ? "correct root= or init=; a program that is there may miss its interpreter"u8
                : error == -Errno.NotExecutable ? "is the program one for this machine?"u8
                : error == -Errno.InputOutput ? RootMount.ReadHint
                : "correct init=, or the program's rights"u8);
    }
}
