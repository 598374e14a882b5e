namespace Bq2.Efi.Files;

/// <summary>
/// The reasons why a system call fails, with Linux's numbers. .NET passes them in HResult if it has no exception type for them.
/// </summary>
internal static class Errno
{
    public const int NotPermitted = 1;      // EPERM
    public const int NoSuchFile = 2;        // ENOENT
    public const int NoSuchPlace = 6;       // ENXIO
    public const int TryAgain = 11;         // EAGAIN
    public const int AccessDenied = 13;     // EACCES
    public const int Exists = 17;           // EEXIST
    public const int NotAFolder = 20;       // ENOTDIR
    public const int Invalid = 22;          // EINVAL
    public const int TooLarge = 27;         // EFBIG
    public const int NoSpace = 28;          // ENOSPC
    public const int ReadOnly = 30;         // EROFS
    public const int RangeExceeded = 34;    // ERANGE
    public const int NameTooLong = 36;      // ENAMETOOLONG
    public const int NoSuchCall = 38;       // ENOSYS
    public const int LinkLoop = 40;         // ELOOP
    public const int NoData = 61;           // ENODATA
    public const int NotSupported = 95;     // EOPNOTSUPP
}
