using Bq2.Efi;

namespace Bq2.Sysroot;

/// <summary>Starts machines in QEMU, with UEFI firmware and a serial line, and reads their output.</summary>
/// <example>
/// <code>
/// BootOutcome outcome = Qemu.Boot("disk.qcow2", new() { Expect = "login:" });
/// Console.WriteLine(outcome.End);
/// </code>
/// </example>
public static class Qemu
{
    /// <summary>
    /// Starts a machine and waits until the expected text appears, it powers off, or the timeout passes. The machine has ended when this
    /// returns or throws. The disk is unchanged: what the guest writes is discarded.
    /// </summary>
    /// <param name="path">
    /// A raw or QCOW2 disk, a UEFI program (.efi), or a folder with the files of an EFI system partition.
    /// </param>
    /// <param name="options">The machine, what to wait for, and how long.</param>
    /// <param name="serial">Gets the serial output as it comes; it stays open.</param>
    /// <param name="cancellation">Ends the machine.</param>
    /// <exception cref="FaultException">The path has nothing to boot, or nothing for this machine.</exception>
    /// <exception cref="IOException">A file cannot be read, or QEMU or its firmware is not installed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static BootOutcome Boot(
        string path, BootOptions? options = null, Stream? serial = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new();
        cancellation.ThrowIfCancellationRequested();
        using var start = Startable.Of(path, new() { Format = options.Format, AllowBacking = options.AllowBacking });
        var boot = start.On(start.MachineFor(options.Machine), configFolder: null) with
        {
            Memory = options.Memory,
            Expect = options.Expect,
            Timeout = options.Patience,
        };
        return Accelerator.Run(boot, serial, cancellation);
    }
}
