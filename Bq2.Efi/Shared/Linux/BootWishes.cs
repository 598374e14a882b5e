using Bq2.Efi.Boot;

namespace Bq2.Efi.Linux;

/// <summary>What the kernel's command line asks of the initrd. If a word is there twice, the last one counts.</summary>
internal ref struct BootWishes
{
    /// <summary>How long to wait for the root's device by default, in seconds.</summary>
    public const long UsualTimeout = 30;

    private long _timeout, _rootDelay;

    /// <summary>The device of the root file system: root=.</summary>
    public ReadOnlySpan<byte> Root { get; private set; }

    /// <summary>The file systems to try, separated by commas: rootfstype=.</summary>
    public ReadOnlySpan<byte> RootTypes { get; private set; }

    /// <summary>Options of the mount: rootflags=.</summary>
    public ReadOnlySpan<byte> RootFlags { get; private set; }

    /// <summary>The program to start there: init=.</summary>
    public ReadOnlySpan<byte> Init { get; private set; }

    /// <summary>The root hash of dm-verity: roothash=.</summary>
    public ReadOnlySpan<byte> RootHash { get; private set; }

    /// <summary>The device that holds the hashes, if it is not found by the root hash: bq2.verity=.</summary>
    public ReadOnlySpan<byte> HashDevice { get; private set; }

    public bool IsWritable { get; private set; }

    /// <summary>Enlarge the root to what its disk has: bq2.grow.</summary>
    public bool Grows { get; private set; }

    public bool IsQuiet { get; private set; }

    /// <summary>How long to wait for the root's device, in seconds.</summary>
    public readonly long Timeout => _timeout >= 0 ? _timeout : _rootDelay >= 0 ? _rootDelay : UsualTimeout;

    public static BootWishes Read(ReadOnlySpan<byte> line)
    {
        var wishes = new BootWishes { _timeout = -1, _rootDelay = -1 };
        var words = new KernelWords(line);
        while (words.MoveNext())
            wishes.Take(words.Name, words.Value);
        return wishes;
    }

    private void Take(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.SequenceEqual("root"u8))
            Root = value;
        else if (name.SequenceEqual("rootfstype"u8))
            RootTypes = value;
        else if (name.SequenceEqual("rootflags"u8))
            RootFlags = value;
        else if (name.SequenceEqual("init"u8))
            Init = value;
        else if (name.SequenceEqual("roothash"u8))
            RootHash = value;
        else if (name.SequenceEqual("bq2.verity"u8))
            HashDevice = value;
        else
            TakeSwitch(name, value);
    }

    private void TakeSwitch(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.SequenceEqual("ro"u8))
            IsWritable = false;
        else if (name.SequenceEqual("rw"u8))
            IsWritable = true;
        else if (name.SequenceEqual("quiet"u8))
            IsQuiet = true;
        else if (name.SequenceEqual("bq2.grow"u8))
            Grows = !value.SequenceEqual("no"u8) && !value.SequenceEqual("0"u8);
        else if (name.SequenceEqual("bq2.timeout"u8))
            _timeout = DecimalText.Read(value);
        else if (name.SequenceEqual("rootdelay"u8) || name.SequenceEqual("rootwait"u8))
            _rootDelay = DecimalText.Read(value);
    }
}
