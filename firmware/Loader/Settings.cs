using Bq2.Efi.Boot;
using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>Settings from loader.conf and from the variables that a running system sets for the next boot.</summary>
internal readonly ref struct Settings
{
    private const string File = "\\loader\\loader.conf";

    private readonly PoolBuffer _texts;

    private Settings(PoolBuffer texts, ReadOnlySpan<byte> config)
    {
        _texts = texts;
        Config = new(config);
        OneShot = ReadText(0, "LoaderEntryOneShot"u8);
        Default = ReadText(1, "LoaderEntryDefault"u8);
        Preferred = ReadText(2, "LoaderEntryPreferred"u8);
        Saved = ReadText(3, "LoaderEntryLastBooted"u8);
        TimeoutVariable = MenuTimeout.Read(ReadText(4, "LoaderConfigTimeout"u8));
        Timeout = MenuTimeout.Read(ReadText(4, "LoaderConfigTimeoutOneShot"u8));

        // What was meant for one boot must be gone at the next one, whatever happens now.
        if (!OneShot.IsEmpty)
            Variable.Delete("LoaderEntryOneShot"u8);
        if (!Timeout.IsUnset)
            Variable.Delete("LoaderConfigTimeoutOneShot"u8);
        if (Timeout.IsUnset)
            Timeout = TimeoutVariable;
        if (Timeout.IsUnset)
            Timeout = Config.Timeout;
    }

    public LoaderConfig Config { get; }

    public ReadOnlySpan<byte> OneShot { get; }

    /// <summary>The variable; it takes precedence over loader.conf.</summary>
    public ReadOnlySpan<byte> Default { get; }

    public ReadOnlySpan<byte> Preferred { get; }

    public ReadOnlySpan<byte> Saved { get; }

    public MenuTimeout Timeout { get; }

    public MenuTimeout TimeoutVariable { get; }

    /// <summary>Whether the entry that is started becomes the default.</summary>
    public bool SavesEntry => IsSaved(Default.IsEmpty ? Config.Default : Default);

    /// <summary>Without a loader.conf the defaults apply.</summary>
    public static Settings Read(Volume volume, out EfiStatus status)
    {
        var texts = PoolBuffer.Allocate(BootEntry.MaxTextLength + 5 * Variable.MaxTextLength, out status);
        if (status.IsError)
            return default;

        var file = volume.Open(File, out var opened);
        ulong size = opened.IsError ? 0 : file.Size(out opened);
        if (size > BootEntry.MaxTextLength)
        {
            Fault.Say(EfiStatus.BadBufferSize, "loader.conf has more than "u8).Add(BootEntry.MaxTextLength).Add(" bytes"u8)
                .Try("is it a text at all?"u8);
            size = 0;
        }

        var text = texts.Bytes[..(int)size];
        if (!opened.IsError && !file.TryReadAt(0, text))
            text = default;
        file.Dispose();
        return new(texts, text);
    }

    /// <summary>The entry that is started if nobody chooses; -1 if there is none.</summary>
    public int Choose(Entries entries)
    {
        int index = entries.Find(OneShot);
        if (index < 0)
            index = FindGood(entries, Preferred);
        if (index < 0)
            index = FindGood(entries, Config.Preferred);
        if (index < 0)
            index = entries.Find(IsSaved(Default) ? Saved : Default);
        if (index < 0)
            index = entries.Find(IsSaved(Config.Default) ? Saved : Config.Default);
        return index < 0 ? entries.FirstUntried() : index;
    }

    // Entries without tries are last, so the first is good if any is.
    private static int FindGood(Entries entries, ReadOnlySpan<byte> pattern)
    {
        int index = entries.Find(pattern);
        return index >= 0 && entries[index].Count.IsBad ? -1 : index;
    }

    private static bool IsSaved(ReadOnlySpan<byte> pattern) => pattern.SequenceEqual("@saved"u8);

    private ReadOnlySpan<byte> ReadText(int place, Words name) =>
        Variable.ReadText(name, _texts.Bytes.Slice(BootEntry.MaxTextLength + place * Variable.MaxTextLength, Variable.MaxTextLength));
}
