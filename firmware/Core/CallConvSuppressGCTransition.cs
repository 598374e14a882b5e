namespace System.Runtime.CompilerServices;

/// <summary>Calls that a garbage collector need not know of: without the frames that are kept for one.</summary>
public class CallConvSuppressGCTransition;
