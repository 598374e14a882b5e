using Bq2.Efi.Files;

namespace Bq2.Image;

/// <summary>Content of a file that stays open because it cannot be opened again: it was a pipe.</summary>
internal sealed class OpenFileContent(NamedFile file) : Content(file.Length)
{
    internal override string? Path => file.Name;

    internal override object Identity => file;

    internal override void Read(long offset, Span<byte> into, OpenFile files)
    {
        for (int done = 0; done < into.Length;)
        {
            int read = RandomAccess.Read(file.Handle, into[done..], offset + done);
            if (read == 0)
            {
                throw Failure.Of(ImageFaults.FileChanged,
                    $"the file ends at {offset + done:N0}, but it had {Length:N0} bytes when it was opened", Path);
            }

            done += read;
        }
    }
}
