using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Efi.Files;

/// <summary>
/// A file that takes its name when it is whole. Until <see cref="Keep"/> it lies beside its place under a temporary
/// name; a run that fails or is interrupted removes it, and what stood under the final name stands untouched. What a run
/// left that was killed is removed by the next one that makes the same file.
/// </summary>
public sealed class NewFile : IDisposable
{
    // errno of a name that is taken; Windows has a code of its own.
    private const int TakenOnUnix = 17, TakenOnWindows = unchecked((int)0x8007_0050);

    // File systems take names of 255 bytes, and a character may need three; names that are cut the same way get numbers of their own.
    private const int LongestName = 75;

    // Making, keeping and removing a file each happen as a whole: an interruption comes before or after, on another thread.
    private static readonly Lock s_gate = new();
    private static readonly HashSet<NewFile> s_living = [];
    private static bool s_over;

    private readonly string _path;
    private readonly string _temporary;

    private NewFile(string path, string temporary, SafeFileHandle handle) =>
        (_path, _temporary, Handle) = (path, temporary, handle);

    /// <summary>The new file, empty and open for reading and writing.</summary>
    public SafeFileHandle Handle { get; }

    /// <summary>Begins a file that will be called <paramref name="path"/>, in that folder, so that the rename is one step.</summary>
    /// <exception cref="FaultException">There is something of this name that is no file, such as a folder or a device.</exception>
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

        // Through a symbolic link the file it names is replaced, as every writer that opens its output does.
        var named = new FileInfo(path);
        string final = named.LinkTarget is null ? named.FullName : named.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        string folder = Path.GetDirectoryName(final)!;
        if (!Directory.Exists(folder))
            throw new IOException($"{path} cannot be made: there is no folder {folder}");

        string name = Path.GetFileName(final);
        int cut = name.Length <= LongestName ? name.Length : LongestName - (char.IsHighSurrogate(name[LongestName - 1]) ? 1 : 0);
        lock (s_gate)
        {
            if (s_over)
                throw Abandoned(final);
            var file = Make(final, Path.Combine(folder, name[..cut]));
            s_living.Add(file);
            return file;
        }
    }

    /// <summary>Writes a whole small file in this manner. A pipe or a device of this name is written to instead.</summary>
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
    /// The file is whole: gives it its name, in place of what had the name before. With <paramref name="sync"/> it is on
    /// the disk by then, and its name is when this returns.
    /// </summary>
    public void Keep(bool sync = false)
    {
        if (sync)
            RandomAccess.FlushToDisk(Handle);

        // Its lock is held until it has its name, so that nobody takes it for one that was left behind.
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

    /// <summary>Removes the file, unless it was kept.</summary>
    public void Dispose()
    {
        lock (s_gate)
        {
            if (s_living.Remove(this))
                Remove();
        }

        Handle.Dispose();
    }

    /// <summary>
    /// Removes every file that is being written now, and lets none begin: the last act of a program that was interrupted.
    /// </summary>
    public static void AbandonAll()
    {
        lock (s_gate)
        {
            s_over = true;
            foreach (var file in s_living)
                file.Remove();
            s_living.Clear();
        }
    }

    /// <summary>Makes the file under the first temporary name that nobody uses. Those behind it may have been left there.</summary>
    private static NewFile Make(string final, string beginning)
    {
        NewFile? made = null;
        for (int number = 1; ; number++)
        {
            string temporary = string.Create(CultureInfo.InvariantCulture, $"{beginning}.bq2-{number}.part");
            if (made is not null && !File.Exists(temporary))
                return made;
            if (!RemoveIfLeft(temporary) || made is not null)
                continue;
            if (Create(temporary) is { } handle)
                made = new(final, temporary, handle);
        }
    }

    /// <summary>Null where somebody else has just taken the name.</summary>
    private static SafeFileHandle? Create(string temporary)
    {
        try
        {
            return File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken) when (taken.HResult is TakenOnUnix or TakenOnWindows)
        {
            return null;
        }
    }

    /// <summary>
    /// Removes a file of this name whose writer is gone: with a process its locks go. False where the writer is still there,
    /// or the file is not ours to remove.
    /// </summary>
    private static bool RemoveIfLeft(string temporary)
    {
        // Nearly always nothing is there. To find that out by an exception, the first of the process, takes milliseconds.
        if (!File.Exists(temporary))
            return true;

        try
        {
            using var left = File.OpenHandle(temporary, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

            // It may have got its name between our opening and our locking, and be no temporary file any more.
            if (FileStatus.Of(left).Identity == FileStatus.Of(temporary, followLinks: false).Identity)
                File.Delete(temporary);
            return true;
        }
        catch (FileNotFoundException)
        {
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void Remove()
    {
        if (OperatingSystem.IsWindows())
            Handle.Dispose();
        File.Delete(_temporary);
    }

    private static OperationCanceledException Abandoned(string path) => new($"{path} was abandoned while it was written");
}
