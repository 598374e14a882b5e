using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace System;

// As .NET has them. Nothing can catch them here: what they say is the last thing a program says.

public class SystemException(string? message) : Exception(message)
{
    public SystemException() : this("System error.")
    {
    }
}

public class AccessViolationException(string? message) : SystemException(message)
{
    public AccessViolationException() : this("Attempted to read or write protected memory. This is often an indication that other memory is corrupt.")
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

public class ArithmeticException(string? message) : SystemException(message)
{
    public ArithmeticException() : this("Overflow or underflow in the arithmetic operation.")
    {
    }
}

public class ArrayTypeMismatchException(string? message) : SystemException(message)
{
    public ArrayTypeMismatchException() : this("Attempted to access an element as a type incompatible with the array.")
    {
    }
}

public class DivideByZeroException(string? message) : ArithmeticException(message)
{
    public DivideByZeroException() : this("Attempted to divide by zero.")
    {
    }
}

public class FormatException(string? message) : SystemException(message)
{
    public FormatException() : this("One of the identified items was in an invalid format.")
    {
    }
}

public class IndexOutOfRangeException(string? message) : SystemException(message)
{
    public IndexOutOfRangeException() : this("Index was outside the bounds of the array.")
    {
    }
}

public class InvalidCastException(string? message) : SystemException(message)
{
    public InvalidCastException() : this("Specified cast is not valid.")
    {
    }
}

public class InvalidOperationException(string? message) : SystemException(message)
{
    public InvalidOperationException() : this("Operation is not valid due to the current state of the object.")
    {
    }
}

public class NotImplementedException(string? message) : SystemException(message)
{
    public NotImplementedException() : this("The method or operation is not implemented.")
    {
    }
}

public class NotSupportedException(string? message) : SystemException(message)
{
    public NotSupportedException() : this("Specified method is not supported.")
    {
    }
}

public class NullReferenceException(string? message) : SystemException(message)
{
    public NullReferenceException() : this("Object reference not set to an instance of an object.")
    {
    }
}

public class OutOfMemoryException(string? message) : SystemException(message)
{
    public OutOfMemoryException() : this("Insufficient memory to continue the execution of the program.")
    {
    }
}

public class OverflowException(string? message) : ArithmeticException(message)
{
    public OverflowException() : this("Arithmetic operation resulted in an overflow.")
    {
    }
}

public class PlatformNotSupportedException(string? message) : NotSupportedException(message)
{
    public PlatformNotSupportedException() : this("Operation is not supported on this platform.")
    {
    }
}
