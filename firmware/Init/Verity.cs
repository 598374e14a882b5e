using System.Runtime.InteropServices;
using Bq2.Efi.Boot;
using Bq2.Efi.Linux;

namespace Bq2.Init;

/// <summary>Opens the root through dm-verity: every block is compared with the hashes when it is read, up to the root hash.</summary>
internal static unsafe class Verity
{
    private const int LargestCall = 4096;

    public static BlockDevice Open(in BootWishes wishes)
    {
        var hash = wishes.RootHash;
        if (!RootHash.IsSound(hash))
        {
            Fault.Say("roothash="u8).AddText(hash).Add(" is not a hash"u8)
                .Try("write it as veritysetup prints it, as 64 hexadecimal digits"u8);
        }

        var id = new Utf8Writer(Memory.Take(64));
        id.Add("PARTUUID="u8);
        RootHash.WriteDataId(hash, ref id);
        var data = RootDevice.Find(wishes.Root.IsEmpty ? id.Written : wishes.Root, wishes.Timeout);

        id = new(Memory.Take(64));
        id.Add("PARTUUID="u8);
        RootHash.WriteHashId(hash, ref id);
        var hashes = RootDevice.Find(wishes.HashDevice.IsEmpty ? id.Written : wishes.HashDevice, wishes.Timeout);
        return Map(data, hashes, ReadHeader(hashes), hash);
    }

    private static VerityHeader ReadHeader(BlockDevice hashes)
    {
        var start = hashes.ReadStart();
        var header = start.IsEmpty ? default : MemoryMarshal.Read<VerityHeader>(start);
        if (!header.IsSound)
        {
            Fault.Say("there are no hashes of dm-verity on "u8).Add(hashes.Path)
                .Try("name the partition that veritysetup format wrote with bq2.verity="u8);
        }

        return header;
    }

    private static BlockDevice Map(BlockDevice data, BlockDevice hashes, in VerityHeader header, ReadOnlySpan<byte> hash)
    {
        using var control = Linux.Open("/dev/mapper/control"u8, OpenFor.Both);
        if (!control.IsOpen)
            Fail(control.Number);

        var call = Memory.Take(LargestCall);
        Do(control, MapperCall.Create, call, MapperHeader.Size);
        var made = MemoryMarshal.Read<MapperHeader>(call);

        var line = new Utf8Writer(call[(MapperHeader.Size + MapperTarget.Size)..^8]);
        header.WriteTable(data.Number.Text, hashes.Number.Text, hash, ref line);
        int length = MapperHeader.Size + MapperTarget.Size + line.Length;
        call[length..].Clear();
        var target = new MapperTarget { Length = header.Sectors, TypeLow = Type };
        MemoryMarshal.Write(call[MapperHeader.Size..], in target);
        Do(control, MapperCall.LoadTable, call, length + 8 & ~7);
        Do(control, MapperCall.Resume, call, MapperHeader.Size);

        // As udev would name it.
        var root = new BlockDevice(made.Major, made.Minor);
        Linux.MakeLink(root.Path, "/dev/mapper/root"u8);
        return root;
    }

    // "verity" and zeros.
    private static ulong Type => 0x7974_6972_6576;

    private static void Do(File control, MapperCall number, Span<byte> call, int length)
    {
        var header = new MapperHeader
        {
            VersionMajor = 4,
            Length = (uint)length,
            Start = MapperHeader.Size,
            TargetCount = number == MapperCall.LoadTable ? 1u : 0,
            Flags = MapperHeader.ReadOnly,
        };
        "root"u8.CopyTo(header.Name);
        MemoryMarshal.Write(call, in header);
        fixed (byte* start = call)
        {
            nint error = Linux.Control(control, MapperHeader.Request(number), start);
            if (error < 0)
                Fail(error);
        }
    }

    private static void Fail(nint error) =>
        Fault.Say("cannot open the root with dm-verity"u8).Because(error)
            .Try("are the modules dm-mod and dm-verity in the initrd? The kernel's reason stands above"u8);
}
