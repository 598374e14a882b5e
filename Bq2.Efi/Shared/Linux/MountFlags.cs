using Bq2.Efi.Boot;

namespace Bq2.Efi.Linux;

/// <summary>
/// What the kernel wants as bits in a call of mount; all other options are text for the file system. The values are those of its
/// uapi/linux/mount.h.
/// </summary>
[Flags]
internal enum MountFlags : uint
{
    None = 0,
    ReadOnly = 1,
    NoSetUid = 2,
    NoDevices = 4,
    NoExecution = 8,
    Synchronous = 0x10,
    Remount = 0x20,
    SynchronousFolders = 0x80,
    NoAccessTimes = 0x400,
    NoFolderAccessTimes = 0x800,
    Move = 0x2000,
    Silent = 0x8000,
    RelativeAccessTimes = 0x20_0000,
    StrictAccessTimes = 0x100_0000,
    LazyTimes = 0x200_0000,
}

/// <summary>Takes options of a mount apart, as the program mount does: rootflags=noatime,commit=30.</summary>
internal static class MountWords
{
    public static MountFlags Split(ReadOnlySpan<byte> words, MountFlags flags, ref Utf8Writer data)
    {
        while (!words.IsEmpty)
        {
            int comma = words.IndexOf((byte)',');
            var word = comma < 0 ? words : words[..comma];
            words = comma < 0 ? default : words[(comma + 1)..];
            if (word.SequenceEqual("rw"u8))
                flags &= ~MountFlags.ReadOnly;
            else if (FlagOf(word) is not MountFlags.None and var flag)
                flags |= flag;
            else if (!word.IsEmpty && !word.SequenceEqual("defaults"u8))
                AddTo(ref data, word);
        }

        return flags;
    }

    private static void AddTo(ref Utf8Writer data, ReadOnlySpan<byte> word)
    {
        if (data.Length > 0)
            data.Add((byte)',');
        data.Add(word);
    }

    private static MountFlags FlagOf(ReadOnlySpan<byte> word)
    {
        if (word.SequenceEqual("ro"u8))
            return MountFlags.ReadOnly;
        if (word.SequenceEqual("nosuid"u8))
            return MountFlags.NoSetUid;
        if (word.SequenceEqual("nodev"u8))
            return MountFlags.NoDevices;
        if (word.SequenceEqual("noexec"u8))
            return MountFlags.NoExecution;
        if (word.SequenceEqual("sync"u8))
            return MountFlags.Synchronous;
        if (word.SequenceEqual("dirsync"u8))
            return MountFlags.SynchronousFolders;
        if (word.SequenceEqual("noatime"u8))
            return MountFlags.NoAccessTimes;
        if (word.SequenceEqual("nodiratime"u8))
            return MountFlags.NoFolderAccessTimes;
        if (word.SequenceEqual("relatime"u8))
            return MountFlags.RelativeAccessTimes;
        if (word.SequenceEqual("strictatime"u8))
            return MountFlags.StrictAccessTimes;
        return word.SequenceEqual("lazytime"u8) ? MountFlags.LazyTimes : MountFlags.None;
    }
}
