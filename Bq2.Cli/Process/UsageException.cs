namespace Bq2.Cli;

/// <summary>A command line, or a variable that belongs to it, that asks for something there is not.</summary>
internal sealed class UsageException(string message) : Exception(message);
