namespace Bq2.Cli;

/// <summary>The command line, or an environment variable, asks for something that does not exist.</summary>
internal sealed class UsageException(string message) : Exception(message);
