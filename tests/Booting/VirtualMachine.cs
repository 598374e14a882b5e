using System.Diagnostics;
using System.Text;
using Bq2.Efi.Pe;
using Bq2.Sysroot;

namespace Bq2.Tests.Booting;

/// <summary>
/// A machine whose disk and variables stay as the guest left them, and at whose serial line the test sits: it reads and types.
/// </summary>
internal sealed class VirtualMachine : IDisposable
{
    // Idle, no boot takes a tenth of it.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Process _qemu;
    private readonly StringBuilder _said = new();
    private int _heard;

    private VirtualMachine(Process qemu)
    {
        _qemu = qemu;
        new Thread(Listen) { IsBackground = true }.Start();
    }

    /// <summary>Everything said so far, without the sequences that steer a terminal.</summary>
    public string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    /// <summary>Starts from a raw disk. The variables are in a file beside it, made when it is not there.</summary>
    public static VirtualMachine Start(Machine machine, string disk, int memory = 512, params string[] more)
    {
        var boot = Boot.Of(disk, QemuMachine.Of(machine)) with { Format = "raw", Memory = memory };
        string variables = disk + ".variables";
        if (!File.Exists(variables))
            File.Copy(boot.Firmware.Variables, variables);

        boot = boot with { Firmware = boot.Firmware with { Variables = variables } };
        var words = QemuCommand.Words(boot)
            .Where(word => word != "-no-reboot")
            .Select(word => word.Contains(boot.Firmware.Code, StringComparison.Ordinal) ? word
            : word.Replace("snapshot=on,", "", StringComparison.Ordinal));
        var qemu = new ProgramCall(boot.Machine.Program, [.. words, .. more]) { KeepsInput = true };
        var first = new VirtualMachine(qemu.Start());
        if (first.FirmwareLoads())
            return first;

        first.Dispose();
        return new(qemu.Start());
    }

    /// <summary>Boots, waits for the guest to switch off, and hands over what was said.</summary>
    public static string Run(Machine machine, string disk, int memory = 512, params string[] more)
    {
        using var started = Start(machine, disk, memory, more);
        return started.WaitForEnd();
    }

    // The emulation seldom stands still before that: see Emulator. A machine that has ended has its own reasons.
    private bool FirmwareLoads()
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < s_patience && !_qemu.HasExited)
        {
            if (Said.Contains(Emulator.FirmwareLoads, StringComparison.Ordinal))
                return true;
            Thread.Sleep(20);
        }

        return _qemu.HasExited;
    }

    /// <summary>Waits for words that were not waited for before.</summary>
    public void WaitFor(string words)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            string said = Said;
            int found = said.IndexOf(words, _heard, StringComparison.Ordinal);
            if (found >= 0)
            {
                _heard = found + words.Length;
                return;
            }

            Assert.True(clock.Elapsed < s_patience && !_qemu.HasExited, $"nobody said \"{words}\":\n{said}");
            Thread.Sleep(20);
        }
    }

    public void Type(string keys)
    {
        _qemu.StandardInput.Write(keys);
        _qemu.StandardInput.Flush();
    }

    public string WaitForEnd()
    {
        Assert.True(_qemu.WaitForExit(s_patience), $"the machine did not switch off:\n{Said}");
        Thread.Sleep(50);   // the last words may still be on their way
        return Said;
    }

    public void Dispose()
    {
        if (!_qemu.HasExited)
            _qemu.Kill();
        _qemu.WaitForExit();
        _qemu.Dispose();
    }

    private void Listen()
    {
        var reader = _qemu.StandardOutput;
        bool steering = false;
        for (int next; (next = reader.Read()) >= 0;)
        {
            var c = (char)next;
            if (c == '\u001b')
            {
                steering = true;
            }
            else if (steering)
            {
                // Where the cursor goes there is no space between two words.
                steering = c is not (>= '@' and <= '~') || c == '[';
                if (c == 'H')
                    Keep('\n');
            }
            else
            {
                Keep(c);
            }
        }
    }

    private void Keep(char c)
    {
        lock (_said)
            _said.Append(c);
    }
}
