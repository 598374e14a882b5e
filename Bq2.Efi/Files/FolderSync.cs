namespace Bq2.Efi.Files;

/// <summary>Syncs the names in a folder to the disk; .NET can only sync files.</summary>
internal static class FolderSync
{
    /// <summary>Does what it can: some file systems need no sync of folders, and refuse it.</summary>
    public static void Sync(string folder)
    {
        if (!OperatingSystem.IsLinux())
            return;

        using var handle = Libc.Open(folder, Libc.ReadOnly);
        if (!handle.IsInvalid)
            _ = Libc.fsync(handle);
    }
}
