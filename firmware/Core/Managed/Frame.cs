namespace Internal.Runtime;

/// <summary>
/// A method that was under way: where it was, and its stack. The way to its caller is told by the unwind table of the image
/// (Microsoft's "x64 exception handling"); on AArch64 the frames are a chain.
/// </summary>
internal unsafe struct Frame(nint address, byte* stackPointer, byte* framePointer)
{
    private const int Rbp = 5;

    // What the linker's stub behind interface calls puts on the stack before it asks which method is meant.
    private const int DispatchStubFrame = 0x88;

    /// <summary>Where the method goes on; 0 where the way is not known further.</summary>
    public nint Address { get; private set; } = address;

    /// <summary>As the method has it there; on AArch64 nobody asks.</summary>
    public byte* StackPointer { get; private set; } = stackPointer;

    public byte* FramePointer { get; private set; } = framePointer;

    public void GoToCaller()
    {
        if (Features.IsArm64)
            FollowChain();
        else
            Unwind();
    }

    private void FollowChain()
    {
        Address = FramePointer == null ? 0 : ((nint*)FramePointer)[1];
        FramePointer = FramePointer == null ? null : *(byte**)FramePointer;
    }

    private void Unwind()
    {
        var entry = Image.UnwindEntryAt(Address - 1);
        if (!entry.IsNull)
            Undo(entry.Info, (uint)(Address - 1 - (nint)entry.Start));
        else if (!Features.HasFinally || !FinallyBlocks.IsCall(Address))
            StackPointer += DispatchStubFrame;   // no other code of ours is without an entry and calls something
        else
        {
            Address = 0;
            return;
        }

        Address = *(nint*)StackPointer;
        StackPointer += sizeof(nint);
    }

    // What the prologue did, backwards: the codes stand in that order, each with how far the prologue was then.
    private void Undo(byte* info, uint offset)
    {
        int count = info[2];
        var codes = (ushort*)(info + 4);
        for (int i = 0; i < count; i++)
            i += (byte)codes[i] <= offset ? Undo(codes + i, info[3] >> 4) : Units(codes + i);
    }

    /// <summary>Answers how many more units the code takes.</summary>
    private int Undo(ushort* code, int frameOffset)
    {
        int what = *code >> 8 & 15, argument = *code >> 12;
        switch (what)
        {
            case 0:                    // push of a register
                if (argument == Rbp)
                    FramePointer = *(byte**)StackPointer;
                StackPointer += sizeof(nint);
                break;
            case 1:                    // a large frame, in units or in bytes
                StackPointer += argument == 0 ? code[1] * 8 : *(int*)(code + 1);
                break;
            case 2:                    // a small one
                StackPointer += argument * 8 + 8;
                break;
            case 3:                    // the frame pointer was set
                StackPointer = FramePointer - frameOffset * 16;
                break;
            case 4:                    // a register was stored
                if (argument == Rbp)
                    FramePointer = *(byte**)(StackPointer + code[1] * 8);
                break;
        }

        return Units(code);
    }

    // Registers that were stored, vectors among them, near or far; and large frames.
    private static int Units(ushort* code) => (*code >> 8 & 15) switch
    {
        1 => *code >> 12 == 0 ? 1 : 2,
        4 or 8 => 1,
        5 or 9 => 2,
        _ => 0,
    };
}
