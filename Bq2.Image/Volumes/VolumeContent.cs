namespace Bq2.Image;

/// <summary>A file in an open volume. What it needs to be read is looked up only then, since a volume may have very many files.</summary>
internal sealed class VolumeContent(Volume volume, VolumeEntry file) : Content(file.Length)
{
    internal override string? Path => file.Path;

    internal override bool MayHaveHoles => true;

    internal override IEnumerable<(long Offset, long Length)> DataRuns(OpenFile files) => files.Open(this, Open).DataRuns();

    internal override void Read(long offset, Span<byte> into, OpenFile files) => files.Open(this, Open).ReadAt(offset, into);

    // Volumes promise several readers only of what is open.
    private Source Open()
    {
        lock (volume)
            return volume.OpenFile(file);
    }
}
