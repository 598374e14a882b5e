namespace Bq2.Tests.RealTools;

/// <summary>The open files of this process in a folder. Other tests run at the same time, in their own folders.</summary>
internal static class OpenHandles
{
    public static string[] In(TempFolder folder) =>
    [
        .. Directory.GetFiles("/proc/self/fd").Select(Target).OfType<string>()
            .Where(path => path.StartsWith(folder.Path, StringComparison.Ordinal)),
    ];

    private static string? Target(string handle)
    {
        try
        {
            return new FileInfo(handle).LinkTarget;
        }
        catch (IOException)
        {
            return null;        // closed already
        }
    }
}
