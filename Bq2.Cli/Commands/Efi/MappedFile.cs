using System.Buffers;
using System.IO.MemoryMappedFiles;
using Bq2.Efi.Files;

namespace Bq2.Cli;

/// <summary>
/// A file mapped into memory: only the pages that are used get read. Nobody may write to the file meanwhile.
/// </summary>
internal sealed unsafe class MappedFile : MemoryManager<byte>
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;
    private readonly int _length;

    private MappedFile(MemoryMappedFile file, int length)
    {
        (_file, _length) = (file, length);
        _view = file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    /// <summary>
    /// The bytes of a file, mapped where that is worth it. They stay valid until the program ends; this method closes the file.
    /// </summary>
    public static ReadOnlyMemory<byte> Read(NamedFile file)
    {
        const long WorthIt = 64 << 10;
        if (file.Length < WorthIt || file.Status.Kind == FileKind.BlockDevice)
        {
            using (file)
                return file.ReadAll();
        }

        file.CheckFitsMemory();
        var mapped =
            MemoryMappedFile.CreateFromFile(file.Handle, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        return new MappedFile(mapped, (int)file.Length).Memory;
    }

    public override Span<byte> GetSpan() => new(_start, _length);

    public override MemoryHandle Pin(int elementIndex = 0) => new(_start + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
