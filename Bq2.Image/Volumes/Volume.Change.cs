namespace Bq2.Image;

public abstract partial class Volume
{
    /// <summary>Writes a file, replacing an existing one; makes its parent folders.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">Its content.</param>
    /// <param name="time">The time of the last change; 1980-01-01 if not given.</param>
    /// <param name="progress">Told how many bytes were written.</param>
    /// <param name="cancellation">Stops the write: an existing file stays as it was, and a new one does not appear.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public virtual void Write(
        string path,
        Content content,
        DateTimeOffset? time = null,
        IProgress<long>? progress = null,
        CancellationToken cancellation = default) => throw CannotChange();

    /// <summary>Makes a folder and its parent folders. An existing folder is kept.</summary>
    public virtual void CreateFolder(string path, DateTimeOffset? time = null) => throw CannotChange();

    /// <summary>Removes a file or a folder; a folder that is not empty only if its content may be removed too.</summary>
    public virtual void Remove(string path, bool recursive = false) => throw CannotChange();

    /// <summary>
    /// Moves a file or folder to another path, with its attributes and times. A file may replace a file, nothing else. The parent folder
    /// of the new path must exist.
    /// </summary>
    public virtual void Move(string from, string to) => throw CannotChange();

    /// <summary>Sets the label of the volume; null removes it.</summary>
    public virtual void SetLabel(string? label) => throw CannotChange();

    /// <summary>Returns when everything is on the medium, and the volume is marked as closed properly.</summary>
    public virtual void Flush() => throw CannotChange();

    private static InvalidOperationException CannotChange() => new("the volume was opened for reading only");
}
