namespace Bq2.Pictures;

/// <summary>One character of a terminal, with its colours as the eight of ANSI are numbered.</summary>
internal readonly record struct Cell(char Letter, int Ink, int Paper, bool Bold)
{
    public const int Black = 0, LightGray = 7;

    public static Cell Blank => new(' ', LightGray, Black, false);

    public bool LooksLike(Cell other) => Ink == other.Ink && Paper == other.Paper && Bold == other.Bold;
}
