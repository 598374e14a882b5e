using Bq2.Efi.Binary;

namespace Bq2.Image;

internal sealed partial class CpioReader
{
    private void Add(long start, CpioHeader header, byte[] name, long content, uint length)
    {
        uint mode = Number(header.Mode, start, FieldPlace.Of(ref header, ref header.Mode));
        var kind = UnixKind.Of((int)mode) ?? throw Bad($"\"{ByteText.Decode(name)}\" has the mode {mode:x}, which is no kind of file",
            start, FieldPlace.Of(ref header, ref header.Mode));
        var attributes = AttributesOf(start, header, mode);
        if (kind == EntryKind.Folder)
            archive.AddFolder(name, attributes);
        else if (kind == EntryKind.File)
            AddNamed(start, header, name, kind, Content.FromSource(source, content, length), attributes);
        else
            AddNamed(start, header, name, kind, ValueOf(start, header, kind, content, length), attributes);
    }

    private object? ValueOf(long start, CpioHeader header, EntryKind kind, long content, uint length) => kind switch
    {
        EntryKind.Link => length is > 0 and <= MaxTarget
            ? ByteText.Decode(source.ReadBytes(content, (int)length).AsSpan().TrimEnd((byte)0))
            : throw Bad($"the target of a link has {length:N0} bytes", start, FieldPlace.Of(ref header, ref header.Length)),
        EntryKind.BlockDevice or EntryKind.CharacterDevice => new DeviceNumber(
            Number(header.NodeMajor, start, FieldPlace.Of(ref header, ref header.NodeMajor)),
            Number(header.NodeMinor, start, FieldPlace.Of(ref header, ref header.NodeMinor))),
        _ => null,
    };

    // The bytes of a file with several names come with any of them; all others have none.
    private void AddNamed(long start, CpioHeader header, byte[] name, EntryKind kind, object? value, EntryAttributes attributes)
    {
        if (Number(header.LinkCount, start, FieldPlace.Of(ref header, ref header.LinkCount)) < 2)
        {
            archive.Add(name, kind, value, attributes);
            return;
        }

        var identity = (Number(header.Inode, start, FieldPlace.Of(ref header, ref header.Inode)),
            Number(header.Major, start, FieldPlace.Of(ref header, ref header.Major)),
            Number(header.Minor, start, FieldPlace.Of(ref header, ref header.Minor)));
        if (!_named.TryGetValue(identity, out var names))
            _named.Add(identity, names = []);
        bool hasBytes = value is Content { Length: > 0 };
        if (names.Count > 0 && !hasBytes)
            archive.AddHardLink(name, names[0]);
        else
            archive.Add(name, kind, value, attributes);

        // The names before the bytes had none to link to.
        foreach (byte[] earlier in hasBytes ? names : [])
            archive.AddHardLink(earlier, name);
        names.Add(name);
    }

    private EntryAttributes AttributesOf(long start, CpioHeader header, uint mode) => new()
    {
        Mode = (int)mode & EntryAttributes.ModeMask,
        User = Number(header.User, start, FieldPlace.Of(ref header, ref header.User)),
        Group = Number(header.Group, start, FieldPlace.Of(ref header, ref header.Group)),
        Time = new(Number(header.Time, start, FieldPlace.Of(ref header, ref header.Time))),
    };
}
