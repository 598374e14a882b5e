using System.Runtime.InteropServices;

namespace Bq2.Sysroot;

/// <summary>
/// Runs a guest on this computer's own processor if that works. Only a guest can show whether it does: a computer that is itself a
/// guest often has the device, and then hangs. So the guest starts accelerated, and if its firmware prints nothing, starts again
/// without acceleration. That is safe, because it has not reached the disk.
/// </summary>
internal static class Accelerator
{
    private const string Device = "/dev/kvm";

    // Accelerated firmware clears the screen in less than one second.
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
