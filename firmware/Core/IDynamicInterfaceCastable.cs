namespace System.Runtime.InteropServices;

/// <summary>The scanner looks here for dynamic casts to interfaces; there are none, which it accepts.</summary>
internal interface IDynamicInterfaceCastable
{
    RuntimeTypeHandle GetDynamicInterfaceImplementation(RuntimeTypeHandle interfaceType);
}
