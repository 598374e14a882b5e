using System.Runtime;
using System.Runtime.CompilerServices;

namespace System;

/// <summary>
/// A method to call and the object to call it on. ilc knows the fields, and the methods that fill them, by name; a delegate of a static
/// method calls through a thunk of ilc's that drops the object.
/// </summary>
public abstract class Delegate
{
#pragma warning disable IDE0044, IDE0051, IDE0052, CS0169, CS0649 // used by compiled code
    internal object? _firstParameter;
    internal object? _helperObject;
    internal nint _extraFunctionPointerOrData;
    internal nint _functionPointer;
#pragma warning restore IDE0044, IDE0051, IDE0052, CS0169, CS0649

    // Numbers of the thunks that ilc can make.
    private protected const int MulticastThunk = 0;
    private protected const int ClosedStaticThunk = 1;
    private protected const int OpenStaticThunk = 2;
    private protected const int ClosedInstanceThunkOverGenericMethod = 3;

    // Marks a pointer that leads not to code but to a pair: the address of code and its type arguments.
    private const nint GenericMethodFlag = 2;

    private protected Delegate()
    {
    }

    /// <summary>The object that the method is called on; null for a static method.</summary>
    public object? Target =>
        Invocations is [.., var last] ? last.Value.Target
        : _functionPointer == GetThunk(ClosedStaticThunk)
            || _functionPointer == GetThunk(ClosedInstanceThunkOverGenericMethod)
            ? _helperObject
        : ReferenceEquals(_firstParameter, this) ? null
        : _firstParameter;

    public static Delegate? Combine(Delegate? a, Delegate? b)
    {
        if (a is null)
            return b;
        return b is null ? a : a.CombineImpl(b);
    }

    public static Delegate? Remove(Delegate? source, Delegate? value)
    {
        if (source is null || value is null)
            return source;
        return source.RemoveImpl(value);
    }

    public virtual Delegate[] GetInvocationList() => [this];

    protected virtual Delegate CombineImpl(Delegate? d) => throw new NotSupportedException();

    protected virtual Delegate? RemoveImpl(Delegate d) => d.Equals(this) ? null : this;

    public override bool Equals(object? obj) =>
        obj is Delegate other && m_pEEType == other.m_pEEType && _functionPointer == other._functionPointer
        && _extraFunctionPointerOrData == other._extraFunctionPointerOrData && _helperObject == other._helperObject
        && (_firstParameter == other._firstParameter
            || ReferenceEquals(_firstParameter, this) && ReferenceEquals(other._firstParameter, other));

    public override int GetHashCode() => (int)(_functionPointer ^ _extraFunctionPointerOrData);

    public static bool operator ==(Delegate? d1, Delegate? d2) => Equals(d1, d2);

    public static bool operator !=(Delegate? d1, Delegate? d2) => !Equals(d1, d2);

    /// <summary>The delegates that this one calls in order, if it has several.</summary>
    private protected Wrapper[]? Invocations => _functionPointer == GetThunk(MulticastThunk) ? Unsafe.As<Wrapper[]>(_helperObject) : null;

    /// <summary>Wraps a delegate, so that storing into the array needs no type check; ilc's thunk reads the array.</summary>
    private protected struct Wrapper
    {
        public Delegate Value;
    }

    /// <summary>ilc overrides it in each delegate type.</summary>
    private protected virtual nint GetThunk(int whichThunk) => 0;

#pragma warning disable IDE0051, CA1822 // called by compiled code
    private void InitializeClosedInstance(object? firstParameter, nint functionPointer)
    {
        if (firstParameter is null)
            throw new NullReferenceException();
        _functionPointer = functionPointer;
        _firstParameter = firstParameter;
    }

    // In code shared by several instantiations, the method may need its type arguments: a thunk passes them.
    private void InitializeClosedInstanceSlow(object? firstParameter, nint functionPointer)
    {
        if ((functionPointer & GenericMethodFlag) == 0)
        {
            InitializeClosedInstance(firstParameter, functionPointer);
            return;
        }

        if (firstParameter is null)
            throw new NullReferenceException();
        _firstParameter = this;
        _functionPointer = GetThunk(ClosedInstanceThunkOverGenericMethod);
        _extraFunctionPointerOrData = functionPointer;
        _helperObject = firstParameter;
    }

    private void InitializeClosedInstanceToInterface(object? firstParameter, nint dispatchCell)
    {
        if (firstParameter is null)
            throw new NullReferenceException();
        _functionPointer = InterfaceCalls.Resolve(firstParameter, dispatchCell);
        _firstParameter = firstParameter;
    }

    private void InitializeClosedStaticThunk(object? firstParameter, nint functionPointer, nint functionPointerThunk)
    {
        _extraFunctionPointerOrData = functionPointer;
        _helperObject = firstParameter;
        _functionPointer = functionPointerThunk;
        _firstParameter = this;
    }

    private void InitializeOpenStaticThunk(object? firstParameter, nint functionPointer, nint functionPointerThunk)
    {
        _firstParameter = this;
        _functionPointer = functionPointerThunk;
        _extraFunctionPointerOrData = functionPointer;
    }
#pragma warning restore IDE0051, CA1822
}
