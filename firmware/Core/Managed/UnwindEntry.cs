namespace Internal.Runtime;

/// <summary>
/// A row of the image's unwind table: a method, or one of its exception blocks (funclets), which follow it. It points to the system's data
/// (Microsoft's "x64 exception handling" and "ARM64 exception handling"), followed by ilc's own: a byte of flags, and what these say.
/// </summary>
internal readonly unsafe struct UnwindEntry(uint* row)
{
    private const int KindMask = 3;            // 0 is a method itself
    private const int HasClausesFlag = 4;
    private const int CalledByFirmwareFlag = 8;
    private const int HasDataFlag = 0x10;

    public bool IsNull => row == null;

    public byte* Start => Image.Start + row[0];

    /// <summary>The system's part.</summary>
    public byte* Info => Image.Start + row[Image.UnwindRowSize - 1];

    public uint Length => !Features.IsArm64 ? row[1] - row[0] : (*(uint*)Info & 0x3_ffff) * 4;

    public bool IsCalledByFirmware => (*Flags & CalledByFirmwareFlag) != 0;

    /// <summary>The method that this is part of.</summary>
    public UnwindEntry Method
    {
        get
        {
            uint* method = row;
            while ((*new UnwindEntry(method).Flags & KindMask) != 0)
                method -= Image.UnwindRowSize;
            return new(method);
        }
    }

    /// <summary>The method's exception clauses; null if it has none.</summary>
    public byte* Clauses
    {
        get
        {
            byte* flags = Flags;
            return (*flags & HasClausesFlag) == 0 ? null : Image.Start + *(uint*)(flags + ((*flags & HasDataFlag) == 0 ? 1 : 5));
        }
    }

    private byte* Flags => Info + (!Features.IsArm64 ? 4 + 2 * Info[2] : SizeOnArm64(*(uint*)Info, ((uint*)Info)[1]));

    // Words of unwind codes, and of epilogues if listed; both counts may be in a second word. ilc sets no handler.
    private static uint SizeOnArm64(uint header, uint extended)
    {
        uint epilogues = header >> 22 & 31, words = header >> 27, size = 4;
        if (header >> 22 == 0)
            (epilogues, words, size) = (extended & 0xffff, extended >> 16 & 0xff, 8);
        bool isEpilogueInHeader = (header >> 21 & 1) != 0;
        return size + 4 * (words + (isEpilogueInHeader ? 0 : epilogues));
    }
}
