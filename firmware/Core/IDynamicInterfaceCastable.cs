namespace System.Runtime.InteropServices;

/// <summary>The scanner looks here for a way to cast to interfaces at run time, and does not mind that there is none.</summary>
internal interface IDynamicInterfaceCastable
{
    RuntimeTypeHandle GetDynamicInterfaceImplementation(RuntimeTypeHandle interfaceType);
}
