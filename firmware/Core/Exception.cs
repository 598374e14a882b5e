namespace System;

public class Exception(string? message, Exception? innerException)
{
    public Exception() : this(null, null)
    {
    }

    public Exception(string? message) : this(message, null)
    {
    }

    public virtual string Message => message ?? "Exception of type '" + base.ToString() + "' was thrown.";

    public Exception? InnerException => innerException;

    public override string ToString()
    {
        string text = Message is { Length: > 0 } said ? base.ToString() + ": " + said : base.ToString()!;
        return innerException is null ? text : text + "\r\n ---> " + innerException + "\r\n   --- End of inner exception stack trace ---";
    }
}
