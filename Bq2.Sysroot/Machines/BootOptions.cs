using Bq2.Efi.Pe;
using Bq2.Image;

namespace Bq2.Sysroot;

/// <summary>The machine to start, what to wait for, and how long.</summary>
public sealed record BootOptions
{
    internal const int MinMemory = 16, MaxMemory = 1 << 20, UsualMemory = 512;

    internal static readonly TimeSpan UsualPatience = TimeSpan.FromMinutes(2);

    /// <summary>The machine; null to take it from the disk, folder or program.</summary>
    public Machine? Machine
    {
        get;
        init
        {
            if (value is not (null or Efi.Pe.Machine.X64 or Efi.Pe.Machine.Arm64))
                throw new ArgumentOutOfRangeException(nameof(value), value, "only x86_64 and aarch64 can be started");
            field = value;
        }
    }

    /// <summary>
    /// The disk's format; null to detect it from the first bytes. On a raw disk, an earlier guest may have written those.
    /// </summary>
    public DiskFormat? Format { get; init; }

    /// <summary>Lets QEMU open files that the disk names, such as its backing file; otherwise such a disk is refused.</summary>
    public bool AllowBacking { get; init; }

    /// <summary>The machine's memory in MiB, 16 to 1,048,576.</summary>
    public int Memory
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, MinMemory);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxMemory);
            field = value;
        }
    } = UsualMemory;

    /// <summary>The text in the serial output that ends the wait; null to wait until the machine powers off.</summary>
    public string? Expect
    {
        get;
        init
        {
            if (value is not null)
                ArgumentException.ThrowIfNullOrEmpty(value);
            field = value;
        }
    }

    /// <summary>
    /// How long the machine may run. Null: two minutes if a text is expected, which is enough for emulation on a slow computer; otherwise
    /// without limit.
    /// </summary>
    public TimeSpan? Timeout
    {
        get;
        init
        {
            if (value is { } time && time != System.Threading.Timeout.InfiniteTimeSpan)
            {
                ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero);
                ArgumentOutOfRangeException.ThrowIfGreaterThan(time, MaxTimeout);
            }

            field = value;
        }
    }

    // The longest time that a timer accepts.
    private static TimeSpan MaxTimeout => TimeSpan.FromMilliseconds(uint.MaxValue - 1L);

    internal TimeSpan? Patience =>
        Timeout == System.Threading.Timeout.InfiniteTimeSpan ? null : Timeout ?? (Expect is null ? null : UsualPatience);
}
