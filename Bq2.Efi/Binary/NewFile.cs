using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Efi.Binary;

/// <summary>
/// A file that takes its name when it is whole. Until <see cref="Keep"/> it lies beside its place under a temporary
/// name; a run that fails or is interrupted removes it, and what stood under the final name stands untouched.
/// </summary>
public sealed class NewFile : IDisposable
{
    // Those that live now, so that an interrupted program can remove them: an event handler cannot reach a stack's using.
    private static readonly ConcurrentDictionary<NewFile, bool> s_living = new();

    private static int s_next;

    private readonly string _path;
    private readonly string _temporary;
    private int _done;

    private NewFile(string path, string temporary, SafeFileHandle handle) =>
        (_path, _temporary, Handle) = (path, temporary, handle);

    /// <summary>The new file, empty and open for reading and writing.</summary>
    public SafeFileHandle Handle { get; }

    /// <summary>Begins a file that will be called <paramref name="path"/>, in that folder, so that the rename is one step.</summary>
    public static NewFile At(string path)
    {
        // Through a symbolic link the file it names is replaced, as every writer that opens its output does.
        var named = new FileInfo(path);
        string final = named.LinkTarget is null ? named.FullName : named.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        if (Directory.Exists(final))
            throw new IOException($"{path} is a folder, not a file");

        if (!Directory.Exists(Path.GetDirectoryName(final)))
            throw new IOException($"{path} cannot be made: there is no folder {Path.GetDirectoryName(final)}");

        int number = Interlocked.Increment(ref s_next);
        string temporary = string.Create(CultureInfo.InvariantCulture, $"{final}.{Environment.ProcessId}-{number}.part");
        var handle = File.OpenHandle(temporary, FileMode.Create, FileAccess.ReadWrite, FileShare.Read);
        var file = new NewFile(final, temporary, handle);
        s_living[file] = true;
        return file;
    }

    /// <summary>Writes a whole small file in this manner.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
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
        Handle.Dispose();
        if (!TakeLeave())
            throw new OperationCanceledException($"{_path} was abandoned while it was written");
        File.Move(_temporary, _path, overwrite: true);
        if (sync)
            FolderSync.Sync(Path.GetDirectoryName(_path)!);
    }

    /// <summary>Removes the file, unless it was kept.</summary>
    public void Dispose()
    {
        Handle.Dispose();
        if (TakeLeave())
            File.Delete(_temporary);
    }

    /// <summary>Removes every file that is being written now: the last act of a program that was interrupted.</summary>
    public static void AbandonAll()
    {
        foreach (var file in s_living.Keys)
            file.Dispose();
    }

    // Keeping and abandoning may come from two threads; the first one has it.
    private bool TakeLeave()
    {
        s_living.TryRemove(this, out _);
        return Interlocked.Exchange(ref _done, 1) == 0;
    }
}
