using Bq2.Efi.Binary;

namespace Bq2.Efi.Pe;

public static partial class EfiRules
{
    // Signatures are made over the sections in the order of the file: tools disagree about what is between and behind them.
    private static void JudgeFileOrder(PeImage image, Findings findings)
    {
        foreach (
            var piece in image.Pieces().Where(piece => piece.Kind is PePieceKind.Gap or PePieceKind.Overlay && !IsPadding(image, piece)))
        {
            findings.Refuse(EfiJudges.Signing, EfiRuleCodes.BytesOfNoSection,
                $"0x{piece.Length:x} bytes from 0x{piece.Offset:x} on belong to no section; signing tools disagree about them",
                piece.Offset, 1);
        }

        var headers = image.Sections.ToArray();
        long end = 0, sum = image.OptionalHeader.SizeOfHeaders + headers.Sum(header => (long)header.SizeOfRawData);
        // shim adds up what it hashes, and refuses what comes to more than the file.
        var judges = sum > image.Bytes.Length ? EfiJudges.Signing | EfiJudges.Shim : EfiJudges.Signing;
        foreach (
            int i in Enumerable.Range(0, headers.Length).Where(i => headers[i].SizeOfRawData != 0).OrderBy(
                i => headers[i].PointerToRawData))
        {
            if (headers[i].PointerToRawData < end)
            {
                var place = FieldPlace.Of(in headers[i], in headers[i].PointerToRawData);
                findings.Refuse(judges, EfiRuleCodes.OverlappingData,
                    $"the data of section {image.SectionName(i)} overlap those of another in the file",
                    place.At(image.SectionTableOffset + i * SectionHeader.Size));
            }

            end = Math.Max(end, headers[i].PointerToRawData + (long)headers[i].SizeOfRawData);
        }
    }

    // Certificates begin at a multiple of 8: who signs a file that is no such multiple fills it up.
    private static bool IsPadding(PeImage image, PePiece piece) => piece.Length < CertificateHeader.Alignment
        && piece.End == image.Directory(DirectoryIndex.Certificate).Address
            && !image.Bytes.Slice(piece.Offset, piece.Length).ContainsAnyExcept((byte)0);
}
