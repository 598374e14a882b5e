namespace Bq2.Efi.Boot;

/// <summary>Why an entry in the menu cannot be started.</summary>
internal enum EntryProblem
{
    None,
    Unreadable,
    TooLong,
    OtherMachine,
    NoProgram,
    Url,
    Overlay,
    Extra,
    Profile,
    NoHash,
    HashCount,
    Missing,
}

internal static class EntryProblemWords
{
    extension(EntryProblem problem)
    {
        /// <summary>Completes the sentence "it is skipped: ".</summary>
        public ReadOnlySpan<byte> Words => problem switch
        {
            EntryProblem.None => default,
            EntryProblem.Unreadable => "it cannot be read"u8,
            EntryProblem.TooLong => "it has more than 64 KiB"u8,
            EntryProblem.OtherMachine => "it is for another machine"u8,
            EntryProblem.NoProgram => "it names no kernel"u8,
            EntryProblem.Url => "uki-url is not supported"u8,
            EntryProblem.Overlay => "devicetree-overlay is not supported"u8,
            EntryProblem.Extra => "extra is not supported"u8,
            EntryProblem.Profile => "its profile is not a number up to 999"u8,
            EntryProblem.NoHash => "a sha256 in it has not 64 hexadecimal digits"u8,
            EntryProblem.HashCount => "it has not one initrd-sha256 for each initrd"u8,
            _ => "its kernel is missing: "u8,   // its path follows
        };
    }
}
