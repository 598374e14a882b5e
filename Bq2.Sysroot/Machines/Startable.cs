using Bq2.Efi;
using Bq2.Efi.Files;
using Bq2.Efi.Pe;
using Bq2.Image;

namespace Bq2.Sysroot;

/// <summary>
/// Something that a machine can be started from: a disk as it is, or a temporary one for a program, a folder, or what a pipe
/// says.
/// </summary>
internal sealed class Startable : IDisposable
{
    private readonly string _name;
    private readonly TemporaryDisk? _made;

    private Startable(string name, TemporaryDisk? made, OpenOptions options) =>
        (_name, _made, Options) = (name, made, made is null ? options : new() { Format = DiskFormat.Raw });

    /// <summary>How the disk is opened.</summary>
    public OpenOptions Options { get; }

    /// <summary>Whether the disk is one that was made here and goes with this object.</summary>
    public bool IsTemporary => _made is not null;

    /// <summary>The machine that the program or the folder is for; null for disks, and for folders with programs for several.</summary>
    public Machine? Program => _made?.Machine;

    private string Disk => _made?.Path ?? _name;

    public static Startable Of(string path, OpenOptions options)
    {
        if (Directory.Exists(path))
            return OfFolder(path, options);
        using var file = NamedFile.Open(path);
        return Of(path, file, FileStatus.Of(path).Kind == FileKind.Pipe, options);
    }

    /// <summary>The same for a file that is open, and what its caller calls it.</summary>
    public static Startable Of(string name, NamedFile file, bool isPipe, OpenOptions options) =>
        new(name, TemporaryDisk.Of(file, isPipe, options), options);

    public static Startable OfFolder(string path, OpenOptions options) =>
        options.Format is null ? new(path, TemporaryDisk.OfFolder(path), options)
            : throw new ArgumentException($"{path} is a folder, which has no format of a disk", nameof(options));

    /// <summary>The only machine that it is for; null where there is what firmware starts for none, or for more than one.</summary>
    public Machine? OnlyMachine() => Program ?? DiskProbe.Machine(Disk, Options);

    /// <summary>The machine that is asked for, or else the only one that it is for.</summary>
    public QemuMachine MachineFor(Machine? wanted)
    {
        if (wanted is { } machine && Program is { } only && only != machine)
            throw Refused(SysrootFaults.OtherMachine, $"it is for {only.Name()}, and {machine.Name()} was asked for", null);
        return QemuMachine.Of(wanted ?? OnlyMachine()
            ?? throw Refused(SysrootFaults.MachineNotTold, "it does not tell which machine it is for", "say which machine"));
    }

    public Boot On(QemuMachine machine, string? configFolder) => Boot.Of(Disk, machine, Options, configFolder) with { Name = _name };

    public void Dispose() => _made?.Dispose();

    private FaultException Refused(FaultCode code, string message, string? hint) =>
        new(new(code, message) { Path = _name, Hint = hint });
}
