using Bq2.Efi.Boot;

namespace Bq2.Init;

/// <summary>The kernel's errors, by the names that people search for.</summary>
internal static class Errno
{
    public const int NotFound = 2, InputOutput = 5, NotExecutable = 8, Busy = 16, Exists = 17, NoDevice = 19;

    // From 1 on, as in uapi/asm-generic/errno-base.h.
    private static ReadOnlySpan<byte> Names =>
        """
        EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EAGAIN ENOMEM EACCES EFAULT
        ENOTBLK EBUSY EEXIST EXDEV ENODEV ENOTDIR EISDIR EINVAL ENFILE EMFILE ENOTTY ETXTBSY EFBIG ENOSPC
        ESPIPE EROFS EMLINK EPIPE EDOM ERANGE EDEADLK ENAMETOOLONG ENOLCK ENOSYS ENOTEMPTY ELOOP
        """u8;

    // Further ones that a boot may meet: each number before its name.
    private static ReadOnlySpan<byte> OtherNames =>
        """
        61 ENODATA 71 EPROTO 74 EBADMSG 75 EOVERFLOW 95 EOPNOTSUPP 110 ETIMEDOUT
        117 EUCLEAN 121 EREMOTEIO 123 ENOMEDIUM 124 EMEDIUMTYPE 126 ENOKEY 129 EKEYREJECTED
        """u8;

    /// <summary>Empty for a number that is not here.</summary>
    public static ReadOnlySpan<byte> NameOf(int number)
    {
        var names = Names;
        for (int i = 1; !names.IsEmpty; i++)
        {
            var name = TakeWord(ref names);
            if (i == number)
                return name;
        }

        for (names = OtherNames; !names.IsEmpty;)
        {
            long other = DecimalText.Read(TakeWord(ref names));
            var name = TakeWord(ref names);
            if (other == number)
                return name;
        }

        return default;
    }

    // The lines of a literal are words too.
    private static ReadOnlySpan<byte> TakeWord(scoped ref ReadOnlySpan<byte> text)
    {
        int length = 0;
        while (length < text.Length && text[length] > ' ')
            length++;
        var word = text[..length];
        text = length < text.Length ? text[(length + 1)..] : default;
        return word;
    }
}
