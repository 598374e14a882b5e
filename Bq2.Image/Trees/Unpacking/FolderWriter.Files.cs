using System.Buffers;
using System.Runtime.ExceptionServices;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

internal sealed partial class FolderWriter
{
    // Longer files are written by several threads each, whose buffers take memory.
    private const long MaxShort = 64 << 20;

    private long _written;

    private static void WriteShort(SafeFileHandle file, Content content, byte[] buffer, OpenFile files)
    {
        if (content.MayHaveHoles)
            RandomAccess.SetLength(file, content.Length);
        foreach (var (start, length) in content.DataRuns(files))
        {
            for (long at = start; at < start + length;)
            {
                int count = (int)Math.Min(buffer.Length, start + length - at);
                content.Read(at, buffer.AsSpan(0, count), files);
                RandomAccess.Write(file, buffer.AsSpan(0, count), at);
                at += count;
            }
        }
    }

    private void WriteFile(HostFolder host, TreeEntry entry, byte[] buffer, OpenFile files)
    {
        var content = entry.Content!;
        using var file = host.MakeFile(ByteText.Encode(entry.Name));
        if (content.Length > MaxShort)
            RawImage.Write(file, Regions.Of(content));
        else
            WriteShort(file, content, buffer, files);

        var attributes = entry.Attributes;
        string shown = entry.Attributes.Xattrs.Count == 0 ? entry.Name : entry.Path;
        Note(shown, HostFolder.SetAttributes(
            file, host.Show(entry.Name), (uint)entry.Mode, OwnerOf(attributes), TimeOf(attributes), XattrsOf(attributes)));
        _progress?.Report(Interlocked.Add(ref _written, content.Length));
    }

    /// <summary>The threads that write files, a few files of one folder at a time.</summary>
    private sealed class FileCrew(FolderWriter writer) : IDisposable
    {
        private const int MaxFiles = 64;
        private const long MaxBytes = 8 << 20;

        // Folders stay open while their files wait.
        private const int MaxWaiting = 32;

        private readonly object _gate = new();
        private readonly Queue<(SharedFolder Folder, ArraySegment<TreeEntry> Files)> _waiting = new();
        private readonly List<Thread> _threads = [];
        private bool _isOver;
        private ExceptionDispatchInfo? _failure;

        public void Write(SharedFolder folder, List<TreeEntry> files)
        {
            TreeEntry[] all = [.. files];
            for (int start = 0; start < all.Length;)
            {
                int end = start;
                for (long bytes = 0; end < all.Length && end - start < MaxFiles && bytes < MaxBytes; end++)
                    bytes += all[end].Content!.Length;
                folder.Use();
                Enqueue(folder, new(all, start, end - start));
                start = end;
            }
        }

        public void ThrowIfFailed() => _failure?.Throw();

        /// <summary>Returns when everything is written.</summary>
        public void Finish()
        {
            Dispose();
            ThrowIfFailed();
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _isOver = true;
                Monitor.PulseAll(_gate);
            }

            _threads.ForEach(each => each.Join());
            _threads.Clear();
        }

        private void Enqueue(SharedFolder folder, ArraySegment<TreeEntry> files)
        {
            lock (_gate)
            {
                while (_waiting.Count == MaxWaiting && _failure is null)
                    Monitor.Wait(_gate);
                _waiting.Enqueue((folder, files));
                if (_threads.Count < Math.Max(2, Environment.ProcessorCount))
                {
                    var thread = new Thread(Work) { IsBackground = true, Name = "files" };
                    _threads.Add(thread);
                    thread.Start();
                }

                Monitor.PulseAll(_gate);
            }
        }

        private void Work()
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(Chunk.UsualSize);
            using var files = new OpenFile();
            while (Take() is { } work)
            {
                try
                {
                    foreach (var file in work.Files)
                    {
                        if (_failure is null)
                            writer.WriteFile(work.Folder.Folder, file, buffer, files);
                    }
                }
                catch (Exception failure)
                {
                    lock (_gate)
                        _failure ??= ExceptionDispatchInfo.Capture(failure);
                }

                work.Folder.Release();
            }

            ArrayPool<byte>.Shared.Return(buffer);
        }

        private (SharedFolder Folder, ArraySegment<TreeEntry> Files)? Take()
        {
            lock (_gate)
            {
                while (_waiting.Count == 0 && !_isOver)
                    Monitor.Wait(_gate);
                Monitor.PulseAll(_gate);
                return _waiting.Count == 0 ? null : _waiting.Dequeue();
            }
        }
    }
}
