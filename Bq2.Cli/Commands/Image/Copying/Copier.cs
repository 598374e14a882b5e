using Bq2.Efi;

namespace Bq2.Cli;

/// <summary>
/// Copies to <paramref name="destination"/> in the target as cp does: into an existing folder, or under a new name. Messages show the
/// destination as <paramref name="named"/>.
/// </summary>
internal sealed class Copier(ICopyTarget target, string destination, string named)
{
    public int Files { get; private set; }

    public long Bytes { get; private set; }

    public void Copy(IReadOnlyList<CopySource> sources, IProgress<long> progress, CancellationToken cancellation)
    {
        // Before anything is written.
        foreach (var item in sources.SelectMany(source => source.Items))
        {
            if (item.Special is { } special && !target.Takes(special))
                throw target.Refusal(special);
        }

        bool intoFolder = target.IsFolder(destination);
        if (!intoFolder && (sources.Count > 1 || (destination.EndsWith('/') && !sources[0].IsFolder)))
            throw Fault("the destination is not an existing folder");
        if (!intoFolder && !target.HasFolderFor(destination))
            throw Fault("the folder of the destination does not exist");

        foreach (var source in sources)
        {
            if (intoFolder && source is { IsFolder: false, Name: "" })
                throw new UsageException($"standard input has no name: give one as {named.TrimEnd('/')}/NAME");
        }

        foreach (var source in sources)
            Copy(source, intoFolder ? target.Join(destination, source.Name) : destination, progress, cancellation);
    }

    private FaultException Fault(string message) => new(new(ProgramFaults.CopyDestination, message) { Path = named });

    private void Copy(CopySource source, string path, IProgress<long> progress, CancellationToken cancellation)
    {
        foreach (var (below, content, special) in source.Items)
        {
            cancellation.ThrowIfCancellationRequested();
            string place = target.Join(path, below);
            if (special is not null)
            {
                target.MakeLink(place, special.Target!);
                continue;
            }

            if (content is null)
            {
                target.MakeFolder(place);
                continue;
            }

            target.Write(place, content, new Further(progress, Bytes), cancellation);
            Files++;
            Bytes += content.Length;
            progress.Report(Bytes);
        }
    }

    /// <summary>The progress of one file, reported as that of all of them.</summary>
    private sealed class Further(IProgress<long> progress, long before) : IProgress<long>
    {
        public void Report(long value) => progress.Report(before + value);
    }
}
