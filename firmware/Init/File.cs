using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bq2.Init;

/// <summary>An open file, or the error for which it could not be opened.</summary>
internal readonly unsafe struct File(int number) : IDisposable
{
    /// <summary>The descriptor; below 0 an error.</summary>
    public int Number => number;

    public bool IsOpen => number >= 0;

    public void Dispose()
    {
        if (number >= 0)
            Linux.Close(this);
    }

    /// <summary>A whole file of /proc or /sys, the length of which is not known before; empty if it cannot be read.</summary>
    public static ReadOnlySpan<byte> ReadAll(CText path, int limit, out nint error)
    {
        using var file = Linux.Open(path);
        error = file.Number;
        if (!file.IsOpen)
            return default;

        var target = Memory.Take(limit);
        int length = 0;
        while (length < target.Length && (error = Linux.Read(file, target[length..])) > 0)
            length += (int)error;
        return target[..length];
    }

    public static ReadOnlySpan<byte> ReadAll(CText path, int limit = 4096) => ReadAll(path, limit, out _);

    /// <summary>Fills the span from that place on; false if it cannot, with the error, or 0 behind the end.</summary>
    public bool TryReadAt(ulong place, Span<byte> target, out nint error)
    {
        error = 0;
        while (!target.IsEmpty)
        {
            error = Linux.ReadAt(this, target, place);
            if (error <= 0)
                return false;
            place += (ulong)error;
            target = target[(int)error..];
        }

        return true;
    }

    /// <summary>0, or an error.</summary>
    public nint WriteAt(ulong place, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            nint written = Linux.WriteAt(this, bytes, place);
            if (written <= 0)
                return written == 0 ? -Errno.InputOutput : written;
            place += (ulong)written;
            bytes = bytes[(int)written..];
        }

        return 0;
    }
}

internal static unsafe partial class Linux
{
    public static nint Read(File file, Span<byte> target) => Call(Number(0, 63), file.Number, Address(target), target.Length);

    public static nint Write(File file, ReadOnlySpan<byte> bytes) => Call(Number(1, 64), file.Number, Address(bytes), bytes.Length);

    public static nint ReadAt(File file, Span<byte> target, ulong place) =>
        Call(Number(17, 67), file.Number, Address(target), target.Length, (nint)place);

    public static nint WriteAt(File file, ReadOnlySpan<byte> bytes, ulong place) =>
        Call(Number(18, 68), file.Number, Address(bytes), bytes.Length, (nint)place);

    public static nint Synchronize(File file) => Call(Number(74, 82), file.Number);

    public static nint Control(File file, nint request, void* argument) => Call(Number(16, 29), file.Number, request, (nint)argument);

    /// <summary>Names and kinds of what is in a folder, some of them each time: 0 is the end.</summary>
    public static nint List(File folder, Span<byte> target) => Call(Number(217, 61), folder.Number, Address(target), target.Length);

    /// <summary>Makes a number of a descriptor stand for the same file as another.</summary>
    public static nint Duplicate(File file, int number) => Call(Number(292, 24), file.Number, number, 0);

    public static void Close(File file) => Call(Number(3, 57), file.Number);

    private static nint Address(ReadOnlySpan<byte> span) => (nint)Unsafe.AsPointer(in MemoryMarshal.GetReference(span));
}
