using System.Runtime.InteropServices;

namespace Bq2.Sysroot;

/// <summary>
/// Lets a guest run on this computer's own processor where that works. Whether it does, only a guest can tell: a computer that is
/// itself a guest often has the device, and then hangs. So the guest is started so, and if its firmware says nothing, once
/// more in the ordinary way. Nothing is lost by that, for it has not come to the disk.
/// </summary>
internal static class Accelerator
{
    private const string Device = "/dev/kvm";

    // Firmware that runs on a processor clears the screen in less than one.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    public static BootOutcome Run(Boot boot, Stream? echo, CancellationToken cancellation = default) =>
        MayWork(boot.Machine)
        && QemuRun.Boot(boot with { Accelerated = true }, echo, s_patience, cancellation) is { Said.Length: > 0 } outcome
            ? outcome
            : QemuRun.Boot(boot, echo, cancellation: cancellation);

    private static bool MayWork(QemuMachine machine) => IsThisComputer(machine) && CanOpenDevice();

    private static bool IsThisComputer(QemuMachine machine) => RuntimeInformation.OSArchitecture switch
    {
        Architecture.X64 => machine == QemuMachine.X64,
        Architecture.Arm64 => machine == QemuMachine.Arm64,
        _ => false,
    };

    private static bool CanOpenDevice()
    {
        try
        {
            using var device = File.OpenHandle(Device, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
