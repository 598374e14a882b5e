using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace System;

// As in .NET. Nothing can catch them: their message is the last thing a program prints.

public class SystemException(string? message, Exception? innerException) : Exception(message, innerException)
{
    public SystemException() : this("System error.")
    {
    }

    public SystemException(string? message) : this(message, null)
    {
    }
}

public class AccessViolationException(string? message, Exception? innerException) : SystemException(message, innerException)
{
    public AccessViolationException()
        : this("Attempted to read or write protected memory. This is often an indication that other memory is corrupt.")
    {
    }

    public AccessViolationException(string? message) : this(message, null)
    {
    }
}

public class ArgumentException(string? message, string? paramName) : SystemException(message)
{
    public ArgumentException() : this("Value does not fall within the expected range.", null)
    {
    }

    public ArgumentException(string? message) : this(message, null)
    {
    }

    public virtual string? ParamName => paramName;

    public override string Message => paramName is null ? base.Message : base.Message + " (Parameter '" + paramName + "')";
}

public class ArgumentNullException(string? paramName, string? message) : ArgumentException(message, paramName)
{
    public ArgumentNullException() : this(null)
    {
    }

    public ArgumentNullException(string? paramName) : this(paramName, "Value cannot be null.")
    {
    }

    public static void ThrowIfNull([NotNull] object? argument, [CallerArgumentExpression(nameof(argument))] string? paramName = null)
    {
        if (argument is null)
            throw new ArgumentNullException(paramName);
    }
}

public class ArgumentOutOfRangeException(string? paramName, string? message) : ArgumentException(message, paramName)
{
    public ArgumentOutOfRangeException() : this(null)
    {
    }

    public ArgumentOutOfRangeException(string? paramName) : this(paramName, "Specified argument was out of the range of valid values.")
    {
    }
}

public class ArithmeticException(string? message, Exception? innerException) : SystemException(message, innerException)
{
    public ArithmeticException() : this("Overflow or underflow in the arithmetic operation.")
    {
    }

    public ArithmeticException(string? message) : this(message, null)
    {
    }
}

public class ArrayTypeMismatchException(string? message, Exception? innerException) : SystemException(message, innerException)
{
    public ArrayTypeMismatchException() : this("Attempted to access an element as a type incompatible with the array.")
    {
    }

    public ArrayTypeMismatchException(string? message) : this(message, null)
    {
    }
}

public class DivideByZeroException(string? message, Exception? innerException) : ArithmeticException(message, innerException)
{
    public DivideByZeroException() : this("Attempted to divide by zero.")
    {
    }

    public DivideByZeroException(string? message) : this(message, null)
    {
    }
}

public class FormatException(string? message, Exception? innerException) : SystemException(message, innerException)
{
    public FormatException() : this("One of the identified items was in an invalid format.")
    {
    }

    public FormatException(string? message) : this(message, null)
    {
    }
}

public class IndexOutOfRangeException(string? message, Exception? innerException) : SystemException(message, innerException)
{
    public IndexOutOfRangeException() : this("Index was outside the bounds of the array.")
    {
    }

    public IndexOutOfRangeException(string? message) : this(message, null)
    {
    }
}

public class InvalidCastException(string? message, Exception? innerException) : SystemException(message, innerException)
{
    public InvalidCastException() : this("Specified cast is not valid.")
    {
    }

    public InvalidCastException(string? message) : this(message, null)
    {
    }
}

public class InvalidOperationException(string? message, Exception? innerException) : SystemException(message, innerException)
{
    public InvalidOperationException() : this("Operation is not valid due to the current state of the object.")
    {
    }

    public InvalidOperationException(string? message) : this(message, null)
    {
    }
}

public class NotImplementedException(string? message, Exception? innerException) : SystemException(message, innerException)
{
    public NotImplementedException() : this("The method or operation is not implemented.")
    {
    }

    public NotImplementedException(string? message) : this(message, null)
    {
    }
}

public class NotSupportedException(string? message, Exception? innerException) : SystemException(message, innerException)
{
    public NotSupportedException() : this("Specified method is not supported.")
    {
    }

    public NotSupportedException(string? message) : this(message, null)
    {
    }
}

public class NullReferenceException(string? message, Exception? innerException) : SystemException(message, innerException)
{
    public NullReferenceException() : this("Object reference not set to an instance of an object.")
    {
    }

    public NullReferenceException(string? message) : this(message, null)
    {
    }
}

public class OutOfMemoryException(string? message, Exception? innerException) : SystemException(message, innerException)
{
    public OutOfMemoryException() : this("Insufficient memory to continue the execution of the program.")
    {
    }

    public OutOfMemoryException(string? message) : this(message, null)
    {
    }
}

public class OverflowException(string? message, Exception? innerException) : ArithmeticException(message, innerException)
{
    public OverflowException() : this("Arithmetic operation resulted in an overflow.")
    {
    }

    public OverflowException(string? message) : this(message, null)
    {
    }
}

public class PlatformNotSupportedException(string? message, Exception? innerException) : NotSupportedException(message, innerException)
{
    public PlatformNotSupportedException() : this("Operation is not supported on this platform.")
    {
    }

    public PlatformNotSupportedException(string? message) : this(message, null)
    {
    }
}
