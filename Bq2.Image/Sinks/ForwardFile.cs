namespace Bq2.Image;

/// <summary>Pipes and devices: they are written to, from front to back, where any other file would be replaced.</summary>
internal static class ForwardFile
{
    /// <summary>Opens what stands at a path; null where that is a regular file, a folder, or nothing.</summary>
    public static FileStream? Open(string path)
    {
        if (!File.Exists(path))
            return null;

        string final = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
        return Statx.IsRegular(final) ? null : new(final, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    }
}
