namespace Bq2.Tests.RealTools;

/// <summary>A folder that lives as long as the test.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("bq2-test-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception failure) when (failure is DirectoryNotFoundException or PathTooLongException or ArgumentException)
        {
            // .NET cannot name what is not UTF-8, or lies too deep.
            new RealTool("rm").Run("-rf", Path).Accepts();
        }
    }
}
