namespace Bq2.Tests.Scripts;

/// <summary>What eng/release.sh left, which eng/test.sh calls before the tests.</summary>
internal static class ReleaseFiles
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "artifacts/release");

    public static string At(string name)
    {
        string path = Path.Combine(Folder, name);
        Assert.True(File.Exists(path), $"{path} is missing; eng/release.sh makes it");
        return path;
    }
}
