namespace Bq2.Efi.Pe;

internal sealed partial class PeChange
{
    // Linkers make images so, and what is changed here is then known to be all that depends on it.
    private void Check()
    {
        if (!uint.IsPow2(_fileAlignment) || !uint.IsPow2(_sectionAlignment) || _parts.Sections.Length == 0)
        {
            throw Fails(
                EfiFaults.NotExtensible,
                $"the image has {_parts.Sections.Length} sections, aligned to {_sectionAlignment} and {_fileAlignment}");
        }

        long end = Math.Max(
            _image.OptionalHeader.SizeOfHeaders, _image.SectionTableOffset + _parts.Sections.Length * (long)SectionHeader.Size);
        foreach (var section in _parts.Sections.Where(section => section.SizeOfRawData != 0).OrderBy(section => section.PointerToRawData))
        {
            if (section.PointerToRawData < end || section.PointerToRawData + (long)section.SizeOfRawData > _parts.Length)
                throw Fails(EfiFaults.NotExtensible, $"the data at 0x{section.PointerToRawData:x} overlap others, or lie outside the file");
            end = section.PointerToRawData + (long)section.SizeOfRawData;
        }

        // Whoever looks for something at the file's end would not find it there any more.
        foreach (var piece in _image.Pieces())
        {
            if (piece.Kind == PePieceKind.Overlay && _image.Bytes.Slice(piece.Offset, piece.Length).ContainsAnyExcept((byte)0))
                throw Fails(EfiFaults.NotExtensible, $"0x{piece.Length:x} bytes from 0x{piece.Offset:x} on belong to no section");
        }
    }

    private void RemoveCertificates()
    {
        var table = _image.Directory(DirectoryIndex.Certificate);
        if (table.Length == 0)
            return;
        if (table.Address + (long)table.Length < _parts.Length)
            throw Fails(EfiFaults.NotExtensible, $"the certificates at 0x{table.Address:x} are not the last of the file");
        _parts.Rest.RemoveAll(piece => piece.Offset >= table.Address);
        _parts.Length = (int)Math.Min(table.Address, _parts.Length);
        _parts.Directories[(int)DirectoryIndex.Certificate] = default;
    }
}
