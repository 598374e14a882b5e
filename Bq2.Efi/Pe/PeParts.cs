using Bq2.Efi.Binary;

namespace Bq2.Efi.Pe;

/// <summary>
/// An image taken apart: every header as the struct it is, every section's data, and the bytes between that belong to
/// none. Each may be changed; put together unchanged they are the same file, byte for byte.
/// </summary>
internal sealed class PeParts
{
    private readonly int _peOffset;
    private readonly bool _isPe32;
    private readonly uint _baseOfData;

    /// <summary>Takes an image apart. The image's bytes must stay as they are for as long as the parts are in use.</summary>
    public PeParts(PeImage image)
    {
        (Length, _peOffset) = (image.Bytes.Length, image.PeOffset);
        _isPe32 = image.IsPe32;
        _baseOfData = _isPe32 ? image.Bytes.ReadAt<OptionalHeader32>(image.OptionalHeaderOffset).BaseOfData : 0;
        (Dos, FileHeader, OptionalHeader) = (image.DosHeader, image.FileHeader, image.OptionalHeader);
        Directories = image.Directories.ToArray();
        Sections = image.Sections.ToArray();
        SectionData = new ReadOnlyMemory<byte>[Sections.Length];
        int directoriesEnd = image.DirectoriesOffset + Directories.Length * DataDirectory.Size;
        foreach (var piece in image.Pieces())
        {
            // Where sections share bytes, the first one that has them whole has them; else the file would be copied for each.
            if (piece.Kind == PePieceKind.SectionData && image.DataMemory(piece.Section) is var data && data.Length == piece.Length)
                SectionData[piece.Section] = data;
            else if (piece.Kind is not (PePieceKind.DosHeader or PePieceKind.PeHeaders or PePieceKind.SectionTable))
                Rest.Add((piece.Offset, image.Bytes.Slice(piece.Offset, piece.Length).ToArray()));
        }

        // An optional header may be longer than the directories it says it has.
        if (image.SectionTableOffset > directoriesEnd)
            Rest.Add((directoriesEnd, image.Bytes[directoriesEnd..image.SectionTableOffset].ToArray()));
    }

    /// <summary>Of the file.</summary>
    public int Length { get; set; }

    public DosHeader Dos { get; set; }

    public CoffHeader FileHeader { get; set; }

    public OptionalHeader64 OptionalHeader { get; set; }

    public DataDirectory[] Directories { get; set; }

    public SectionHeader[] Sections { get; set; }

    /// <summary>
    /// The data of each section, which goes where the section's header points; none where another section has it already.
    /// </summary>
    public ReadOnlyMemory<byte>[] SectionData { get; set; }

    /// <summary>What belongs to no header and no section alone: DOS program, padding, gaps, symbols, certificates, overlay.</summary>
    public List<(int Offset, ReadOnlyMemory<byte> Bytes)> Rest { get; } = [];

    /// <summary>The file that the parts make.</summary>
    /// <exception cref="FaultException">A part lies outside the file's length.</exception>
    public byte[] ToBytes()
    {
        byte[] file = new byte[Length];
        foreach (var (offset, bytes) in Rest)
            Put(file, offset, bytes.Span);
        for (int i = 0; i < Sections.Length; i++)
            Put(file, Sections[i].PointerToRawData, SectionData[i].Span);

        // In the file the headers come first; here last, for where others overlap them firmware goes by them.
        Put(file, 0, StructBytes.ToBytes(Dos));
        Put(file, _peOffset, StructBytes.ToBytes(CoffHeader.PeSignature));
        Put(file, _peOffset + sizeof(uint), StructBytes.ToBytes(FileHeader));
        int optional = _peOffset + sizeof(uint) + CoffHeader.Size;
        int fixedSize = _isPe32 ? OptionalHeader32.Size : OptionalHeader64.Size;
        Put(
            file, optional,
            _isPe32 ? StructBytes.ToBytes(OptionalHeader32.Of(OptionalHeader, _baseOfData)) : StructBytes.ToBytes(OptionalHeader));
        for (int i = 0; i < Directories.Length; i++)
            Put(file, optional + fixedSize + i * DataDirectory.Size, StructBytes.ToBytes(Directories[i]));
        for (int i = 0; i < Sections.Length; i++)
            Put(file, optional + FileHeader.OptionalHeaderSize + i * SectionHeader.Size, StructBytes.ToBytes(Sections[i]));
        return file;
    }

    private static void Put(byte[] file, long offset, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;
        if (offset + bytes.Length > file.Length)
        {
            string message = $"a part of {bytes.Length} bytes at 0x{offset:x} does not fit into a file of {file.Length}";
            throw new FaultException(new(EfiFaults.PartOutside, message) { Offset = offset });
        }

        bytes.CopyTo(file.AsSpan((int)offset));
    }
}
