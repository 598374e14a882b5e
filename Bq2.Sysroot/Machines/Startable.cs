using Bq2.Efi;
using Bq2.Efi.Files;
using Bq2.Efi.Pe;
using Bq2.Image;

namespace Bq2.Sysroot;

/// <summary>
/// Something to boot a machine from: a disk, or a temporary disk made from a program, a folder, an archive or a pipe.
/// </summary>
internal sealed class Startable : IDisposable
{
    private readonly string _name;
    private readonly TemporaryDisk? _made;

    private Startable(string name, TemporaryDisk? made, OpenOptions options) =>
        (_name, _made, Options) = (name, made, made is null ? options : new() { Format = DiskFormat.Raw });

    /// <summary>How the disk is opened.</summary>
    public OpenOptions Options { get; }

    /// <summary>Whether the disk is temporary and is deleted with this object.</summary>
    public bool IsTemporary => _made is not null;

    /// <summary>The machine of the program or folder; null for disks, and for folders with programs for several machines.</summary>
    public Machine? Program => _made?.Machine;

    private string Disk => _made?.Path ?? _name;

    public static Startable Of(string path, OpenOptions options)
    {
        if (Directory.Exists(path))
            return OfFolder(path, options);
        using var file = NamedFile.Open(path);
        return Of(path, file, FileStatus.Of(path).Kind == FileKind.Pipe, options);
    }

    /// <summary>The same for an open file, with the caller's name for it.</summary>
    public static Startable Of(string name, NamedFile file, bool isPipe, OpenOptions options) =>
        new(name, TemporaryDisk.Of(file, isPipe, options), options);

    public static Startable OfFolder(string path, OpenOptions options) =>
        options.Format is null ? new(path, TemporaryDisk.OfFolder(path), options)
            : throw new ArgumentException($"{path} is a folder, so it has no disk format", nameof(options));

    /// <summary>The same for files from an archive.</summary>
    public static Startable OfTree(string name, Tree files) => new(name, TemporaryDisk.OfTree(name, files), new());

    /// <summary>The only machine that it has a program for; null if there are programs for none, or for several.</summary>
    public Machine? OnlyMachine() => Program ?? DiskProbe.Machine(Disk, Options);

    /// <summary>The requested machine, or else the only one that it has a program for.</summary>
    public QemuMachine MachineFor(Machine? wanted)
    {
        if (wanted is { } machine && Program is { } only && only != machine)
            throw Refused(SysrootFaults.OtherMachine, $"it is for {only.Name()}, but {machine.Name()} was requested", null);
        return QemuMachine.Of(wanted ?? OnlyMachine()
            ?? throw Refused(SysrootFaults.MachineNotTold, "it does not show which machine it is for", "say which machine"));
    }

    public Boot On(QemuMachine machine, string? configFolder) => Boot.Of(Disk, machine, Options, configFolder) with { Name = _name };

    public void Dispose() => _made?.Dispose();

    private FaultException Refused(FaultCode code, string message, string? hint) =>
        new(new(code, message) { Path = _name, Hint = hint });
}
