namespace Bq2.Image;

/// <summary>
/// Files may not grow without end: a file system has its limit (FAT 4 GiB), and so may a user. .NET reports it as a wrong
/// argument, which it is not: whoever writes a disk should hear of it as of a disk that is full.
/// </summary>
internal static class FileLimit
{
    // errno: file too large.
    private const int TooLarge = 27;

    public static T Explain<T>(string path, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (ArgumentOutOfRangeException failure) when (failure.ParamName == "value")
        {
            throw new IOException($"{path} may not grow so large", failure) { HResult = TooLarge };
        }
    }
}
