namespace Bq2.Image;

/// <summary>What is to be in a file, with who is told how far its bytes have come, and who may end it.</summary>
internal readonly record struct WatchedContent(Content Content, IProgress<long>? Progress, CancellationToken Cancellation);
