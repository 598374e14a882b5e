namespace Bq2.Efi.Pe;

/// <summary>A stretch of an image's file, and what it is there for.</summary>
/// <param name="Kind">What it is there for.</param>
/// <param name="Offset">Where it begins in the file.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Section">Of a section's data: which one; -1 otherwise.</param>
internal readonly record struct PePiece(PePieceKind Kind, int Offset, int Length, int Section = -1)
{
    public int End => Offset + Length;
}

/// <summary>What the stretches of an image's file are for.</summary>
internal enum PePieceKind
{
    DosHeader,
    DosProgram,                          // what DOS would run, and whatever else stands before the PE header
    PeHeaders,                           // the signature to the last data directory
    SectionTable,
    HeaderPadding,                       // behind the section table, as far as the headers are said to reach
    SectionData,
    SymbolTable,                         // of COFF, with its strings: left over by GNU's tools
    Certificates,
    Gap,                                 // between two of the others
    Overlay,                             // behind the last of the others
}
