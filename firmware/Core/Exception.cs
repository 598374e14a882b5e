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

    public override string ToString() => base.ToString() + ": " + Message + (innerException is null ? "" : "\r\n ---> " + innerException);
}
