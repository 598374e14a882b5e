namespace Internal.Runtime.CompilerHelpers;

/// <summary>What compiled code calls where .NET would throw. Nothing can catch here: it says what happened and leaves.</summary>
internal static class ThrowHelpers
{
    internal static void ThrowIndexOutOfRangeException() => Environment.FailFast("index out of range");

    internal static void ThrowOverflowException() => Environment.FailFast("arithmetic overflow");

    internal static void ThrowNullReferenceException() => Environment.FailFast("null reference");

    internal static void ThrowDivideByZeroException() => Environment.FailFast("division by zero");

    internal static void ThrowPlatformNotSupportedException() => Environment.FailFast("not supported on this machine");

    internal static void ThrowNotImplementedException() => Environment.FailFast("not implemented");

    internal static void ThrowInvalidProgramException(int id) => Environment.FailFast("invalid program");

    internal static void ThrowInvalidProgramExceptionWithArgument(int id, string methodName) => Environment.FailFast(methodName);

    internal static void ThrowTypeLoadException(int id, string typeName, string messageArg) => Environment.FailFast("type not found");

    internal static void ThrowFeatureBodyRemoved() => Environment.FailFast("method left out by the compiler");
}
