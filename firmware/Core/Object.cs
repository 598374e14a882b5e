namespace System;

/// <summary>The root. Its only field is where ilc puts the method table of every object.</summary>
public class Object
{
#pragma warning disable IDE0044, IDE0051, CS0169, CS0649 // written and read by compiled code only
    internal nint m_pMethodTable;
#pragma warning restore IDE0044, IDE0051, CS0169, CS0649
}

public abstract class ValueType;

public abstract class Enum : ValueType;

public struct Void;

public abstract class Delegate;

public abstract class Type;

/// <summary>The JIT looks whether a reference that it compares is one of these.</summary>
internal abstract class RuntimeType : Type;

public class Exception;

/// <summary>csc throws it in the bodies that it makes for extension members and that nobody can call.</summary>
public class NotSupportedException : Exception;

public struct RuntimeTypeHandle;
