using Bq2.Efi.Boot;
using Bq2.Efi.Linux;

namespace Bq2.Init;

/// <summary>Mounts the root file system on /root.</summary>
internal static class RootMount
{
    public static void Make(BlockDevice device, in BootWishes wishes)
    {
        var options = new Utf8Writer(Memory.Take(wishes.RootFlags.Length + 1));
        var flags = MountWords.Split(wishes.RootFlags, wishes.IsWritable ? MountFlags.None : MountFlags.ReadOnly, ref options);
        var data = CText.Of(options);
        Linux.MakeFolder("/root"u8);

        var start = device.ReadStart(out nint error);
        if (error < 0)
            Fault.Say("cannot read the root file system "u8).Add(device.Path).Because(error).Try(ReadHint);

        error = 0;
        var tried = new Utf8Writer(Memory.Take(1024));
        var types = new FileSystemTypes(wishes.RootTypes, FileSystemMark.Read(start));
        while (types.MoveNext())
        {
            nint result = Linux.Mount(device.Path, "/root"u8, CText.Join(types.Type), flags, data);
            if (result >= 0)
                return;

            // Of several, the error of the first says most: the others do not know what is there.
            error = error == 0 ? result : error;
            tried.Add((byte)' ');
            tried.Add(types.Type);
        }

        Fail(device, error, tried, options);
    }

    /// <summary>What to try when a disk does not give what is on it.</summary>
    public static CText ReadHint =>
        "look for errors of the disk above; with roothash= they mean that the data is not that of the root hash"u8;

    private static void Fail(BlockDevice device, nint error, in Utf8Writer tried, in Utf8Writer options)
    {
        var fault = Fault.Say("cannot mount the root file system "u8).Add(device.Path).Add(" as"u8)
            .AddText(tried.Length > 0 ? tried.Written : " anything"u8);
        if (options.Length > 0)
            fault.Add(" with "u8).AddText(options.Written);
        if (error < 0)
            fault.Because(error);
        if (error == -Errno.NoDevice)
            fault.Try("put the file system's driver into the initrd"u8);
        else if (error == -Errno.InputOutput)
            fault.Try(ReadHint);
        else
            fault.Try("look for the kernel's reason above; correct root=, rootfstype= or rootflags="u8);
    }
}
