namespace Internal.Runtime;

/// <summary>
/// A method on the stack: its current address and its frame. The caller is found through the image's unwind table (Microsoft's "x64
/// exception handling"); on AArch64 the frames are a chain.
/// </summary>
internal unsafe struct Frame(nint address, byte* stackPointer, byte* framePointer)
{
    private const int Rbp = 5;

    // What the linker's stub for interface calls pushes before it asks for the method.
    private const int DispatchStubFrame = 0x88;

    /// <summary>Where the method continues; 0 if the caller cannot be found.</summary>
    public nint Address { get; private set; } = address;

    /// <summary>The method's stack pointer there; not used on AArch64.</summary>
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

    // Undo the prologue: the codes are in reverse order, each with its offset in the prologue.
    private void Undo(byte* info, uint offset)
    {
        int count = info[2];
        var codes = (ushort*)(info + 4);
        for (int i = 0; i < count; i++)
            i += (byte)codes[i] <= offset ? Undo(codes + i, info[3] >> 4) : Units(codes + i);
    }

    /// <summary>Returns how many more slots the code takes.</summary>
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

    // Saved registers, including vectors, near or far; and large frames.
    private static int Units(ushort* code) => (*code >> 8 & 15) switch
    {
        1 => *code >> 12 == 0 ? 1 : 2,
        4 or 8 => 1,
        5 or 9 => 2,
        _ => 0,
    };
}
