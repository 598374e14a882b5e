namespace Bq2.Image;

/// <summary>Why an <see cref="Inflater"/> stopped.</summary>
internal enum InflateStatus
{
    /// <summary>It has not stopped: there is a next step.</summary>
    GoesOn,

    /// <summary>The rest of the source is not enough for the next symbol.</summary>
    NeedsSource,

    /// <summary>There is no room for the next byte.</summary>
    NeedsRoom,

    /// <summary>The last block has ended.</summary>
    Done,

    /// <summary>No encoder writes such bits.</summary>
    Damaged,
}
