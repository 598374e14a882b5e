using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Bq2.Bench.Whole;

/// <summary>What a run of a command took: by the clock, of all cores together, and at most of memory.</summary>
internal readonly partial record struct Measured(double Seconds, double CpuSeconds, long PeakBytes)
{
    // A process that this one starts has our own peak of memory for its own, also after it has become another program. What GNU time
    // starts has that of GNU time, which is a megabyte.
    private const string Time = "/usr/bin/time";

    /// <summary>Runs a line of shell and waits for its end. What it starts and waits for counts with it.</summary>
    public static Measured Run(string line)
    {
        string peak = Path.GetTempFileName();
        try
        {
            var run = Run([Time, "-o", peak, "-f", "%M", "/bin/sh", "-c", line]);
            return run with { PeakBytes = long.Parse(File.ReadAllText(peak), CultureInfo.InvariantCulture) << 10 };
        }
        finally
        {
            File.Delete(peak);
        }
    }

    private static unsafe Measured Run(string[] words)
    {
        nint* arguments = stackalloc nint[words.Length + 1];
        for (int i = 0; i < words.Length; i++)
            arguments[i] = Marshal.StringToCoTaskMemUTF8(words[i]);
        arguments[words.Length] = 0;

        // Not by Process, which waits for its children itself and would take their figures with it.
        long start = Stopwatch.GetTimestamp();
        nint environment = NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "environ");
        int error = posix_spawn(out int child, words[0], 0, 0, arguments, Marshal.ReadIntPtr(environment));
        if (error != 0)
            throw new InvalidOperationException($"{words[0]} does not start: {Marshal.GetPInvokeErrorMessage(error)}");

        Usage usage = default;
        if (wait4(child, out int status, 0, ref usage) != child || status != 0)
            throw new InvalidOperationException($"it failed with status {status}: {words[^1]}");
        return new(Stopwatch.GetElapsedTime(start).TotalSeconds, usage.CpuSeconds, PeakBytes: 0);
    }

    public static Measured MedianOf(IReadOnlyList<Measured> runs) => new(
        runs.Select(run => run.Seconds).Order().ElementAt(runs.Count / 2),
        runs.Select(run => run.CpuSeconds).Order().ElementAt(runs.Count / 2),
        runs.Max(run => run.PeakBytes));

    /// <summary>The start of struct rusage: two times.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 144)]
    private struct Usage
    {
        public long UserSeconds;
        public long UserMicroseconds;
        public long SystemSeconds;
        public long SystemMicroseconds;

        public readonly double CpuSeconds => UserSeconds + SystemSeconds + (UserMicroseconds + SystemMicroseconds) / 1e6;
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int posix_spawn(
        out int child, string path, nint actions, nint attributes, nint* arguments, nint environment);

    [LibraryImport("libc")]
    private static partial int wait4(int child, out int status, int options, ref Usage usage);
}
