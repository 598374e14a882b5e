using Microsoft.Win32.SafeHandles;

namespace Bq2.Efi.Files;

/// <summary>
/// A file that gets its name when it is complete. Until <see cref="Keep"/> it has a temporary name in the same folder; a run that fails or
/// is interrupted removes it, and a file that had the final name is untouched. If a run is killed, the next one that makes the same file
/// removes what it left.
/// </summary>
internal sealed partial class NewFile : IDisposable
{
    // File systems allow names of 255 bytes, and a character may need three; names that become equal when cut get different numbers.
    private const int MaxNameLength = 75;

    // Making, keeping and removing a file are atomic to an interruption, which comes on another thread.
    private static readonly Lock s_gate = new();
    private static readonly HashSet<NewFile> s_living = [];
    private static bool s_over;

    private readonly string _path;
    private readonly string _temporary;

    private NewFile(string path, string temporary, SafeFileHandle handle) =>
        (_path, _temporary, Handle) = (path, temporary, handle);

    /// <summary>The new file, empty and open for reading and writing.</summary>
    public SafeFileHandle Handle { get; }

    /// <summary>Begins a file that will be called <paramref name="path"/>, in the same folder, so that the rename is atomic.</summary>
    /// <exception cref="FaultException">Something that is not a file has this name, such as a folder or a device.</exception>
    public static NewFile At(string path)
    {
        var kind = FileStatus.Of(path).Kind;
        if (kind is FileKind.Folder)
            throw NamedFile.Refusal(path, kind);
        if (kind is not (FileKind.Missing or FileKind.Regular))
        {
            throw new FaultException(new(EfiFaults.NotRegular, "this is not a regular file, so a new file cannot take its place")
            {
                Path = path,
            });
        }

        // A symbolic link is followed and its target replaced, as by a writer that opens its output.
        var named = new FileInfo(path);
        string final = named.LinkTarget is null ? named.FullName : named.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        string folder = Path.GetDirectoryName(final)!;
        if (!Directory.Exists(folder))
            throw new IOException($"{path} cannot be made: there is no folder {folder}");

        string name = Path.GetFileName(final);
        int cut = name.Length <= MaxNameLength ? name.Length : MaxNameLength - (char.IsHighSurrogate(name[MaxNameLength - 1]) ? 1 : 0);
        lock (s_gate)
        {
            if (s_over)
                throw Abandoned(final);
            var file = Make(final, Path.Combine(folder, name[..cut]));
            s_living.Add(file);
            return file;
        }
    }

    /// <summary>Writes a small file this way. If the name is a pipe or device, writes to that instead.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        using var forward = ForwardFile.Open(path);
        if (forward is not null)
        {
            forward.Write(bytes);
            return;
        }

        using var file = At(path);
        RandomAccess.Write(file.Handle, bytes, 0);
        file.Keep();
    }

    /// <summary>
    /// The file is complete: gives it its name, replacing what had the name before. With <paramref name="sync"/> the file is synced to the
    /// disk before that, and its name before this returns.
    /// </summary>
    public void Keep(bool sync = false)
    {
        if (sync)
            RandomAccess.FlushToDisk(Handle);

        // The lock is held until the file has its name, so that nobody mistakes it for a leftover.
        lock (s_gate)
        {
            if (!s_living.Remove(this))
                throw Abandoned(_path);
            if (OperatingSystem.IsWindows())
                Handle.Dispose();
            File.Move(_temporary, _path, overwrite: true);
        }

        Handle.Dispose();
        if (sync)
            FolderSync.Sync(Path.GetDirectoryName(_path)!);
    }

    /// <summary>Removes the file unless it was kept.</summary>
    public void Dispose()
    {
        lock (s_gate)
        {
            if (s_living.Remove(this))
                Remove();
        }

        Handle.Dispose();
    }
}
