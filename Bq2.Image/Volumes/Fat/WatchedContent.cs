namespace Bq2.Image;

/// <summary>The new content of a file, with progress and cancellation.</summary>
internal readonly record struct WatchedContent(Content Content, IProgress<long>? Progress, CancellationToken Cancellation);
