using Bq2.Image;

namespace Bq2.Cli;

internal sealed record SnapshotInfo(string Id, string Name, long VmStateSize, long DateSec, int DateNsec, long VmClockSec, long VmClockNsec)
{
    public long? Icount { get; init; }

    public static SnapshotInfo Of(Qcow2Snapshot snapshot) => new(
        snapshot.Id,
        snapshot.Name,
        snapshot.VmStateSize,
        snapshot.Date.ToUnixTimeSeconds(),
        snapshot.DateNanoseconds,
        (long)snapshot.VmClock.TotalSeconds,
        snapshot.VmClock.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick)
    {
        Icount = snapshot.InstructionCount,
    };
}
