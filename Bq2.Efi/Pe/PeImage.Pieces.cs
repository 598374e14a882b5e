namespace Bq2.Efi.Pe;

public sealed partial class PeImage
{
    /// <summary>
    /// The whole file in order, each byte in one piece. Where two things claim the same bytes, the one that begins first
    /// has them; what nothing claims is a gap, or the overlay at the end.
    /// </summary>
    internal IReadOnlyList<PePiece> Pieces()
    {
        var claims = Claims();
        claims.Sort((a, b) => (a.Offset, a.Kind, a.Section).CompareTo((b.Offset, b.Kind, b.Section)));
        var pieces = new List<PePiece>(claims.Count + 1);
        int at = 0;
        foreach (var claim in claims)
        {
            if (claim.Offset > at)
                pieces.Add(new(KindOfGap(at), at, claim.Offset - at));
            int from = Math.Max(at, claim.Offset);
            if (claim.End > from)
                pieces.Add(claim with { Offset = from, Length = claim.End - from });
            at = Math.Max(at, claim.End);
        }

        if (at < Bytes.Length)
            pieces.Add(new(PePieceKind.Overlay, at, Bytes.Length - at));
        return pieces;
    }

    private List<PePiece> Claims()
    {
        int tableLength = FileHeader.SectionCount * SectionHeader.Size;
        int tableEnd = SectionTableOffset + tableLength;
        var claims = new List<PePiece>
        {
            new(PePieceKind.DosHeader, 0, DosHeader.Size),
            new(PePieceKind.PeHeaders, PeOffset, SectionTableOffset - PeOffset),
            new(PePieceKind.SectionTable, SectionTableOffset, tableLength),
        };
        Claim(PePieceKind.HeaderPadding, tableEnd, OptionalHeader.SizeOfHeaders - (long)tableEnd);
        for (int i = 0; i < FileHeader.SectionCount; i++)
            Claim(PePieceKind.SectionData, Sections[i].PointerToRawData, Sections[i].SizeOfRawData, i);

        Claim(PePieceKind.SymbolTable, FileHeader.SymbolTableOffset, SymbolTable().Length);
        var certificates = Directory(DirectoryIndex.Certificate);
        Claim(PePieceKind.Certificates, certificates.Address, certificates.Length);
        return claims;

        void Claim(PePieceKind kind, long offset, long length, int section = -1)
        {
            long end = Math.Min(offset + length, Bytes.Length);
            if (end > offset && length > 0)
                claims.Add(new(kind, (int)offset, (int)(end - offset), section));
        }
    }

    private PePieceKind KindOfGap(int offset) => offset < PeOffset ? PePieceKind.DosProgram : PePieceKind.Gap;
}
