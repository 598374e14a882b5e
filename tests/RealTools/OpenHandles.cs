namespace Bq2.Tests.RealTools;

/// <summary>The files of a folder that this process has open: other tests run at the same time, in folders of their own.</summary>
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
            return null;        // closed meanwhile
        }
    }
}
