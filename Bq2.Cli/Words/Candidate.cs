namespace Bq2.Cli;

/// <summary>A word that may stand at the cursor, and what it is for.</summary>
internal readonly record struct Candidate(string Word, string? Description);
