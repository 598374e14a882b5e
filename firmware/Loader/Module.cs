using System.Runtime.CompilerServices;

// Buffers on the stack are written before they are read, and are too large to be cleared for nothing.
[module: SkipLocalsInit]
