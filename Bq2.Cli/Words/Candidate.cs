namespace Bq2.Cli;

/// <summary>A completion for the word at the cursor, and its description.</summary>
internal readonly record struct Candidate(string Word, string? Description);
