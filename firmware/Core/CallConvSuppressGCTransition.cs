namespace System.Runtime.CompilerServices;

/// <summary>Calls of functions that no collector need know of: without the frames that are kept for one.</summary>
public class CallConvSuppressGCTransition;
