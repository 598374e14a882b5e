using System.Runtime.CompilerServices;

// Buffers on the stack are written before they are read; clearing them would cost time for nothing.
[module: SkipLocalsInit]
