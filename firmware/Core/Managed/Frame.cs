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

    private byte* _stackPointer = stackPointer;
    private byte* _framePointer = framePointer;

    /// <summary>Where the method goes on; 0 where the way is not known further.</summary>
    public nint Address { get; private set; } = address;

    public void GoToCaller()
    {
        if (Image.Machine == Image.Arm64)
            FollowChain();
        else
            Unwind();
    }

    private void FollowChain()
    {
        Address = _framePointer == null ? 0 : ((nint*)_framePointer)[1];
        _framePointer = _framePointer == null ? null : *(byte**)_framePointer;
    }

    private void Unwind()
    {
        byte* info = Image.UnwindInfo(Address - 1);
        if (info == null)
            _stackPointer += DispatchStubFrame;   // no other code of ours is without an entry and calls something
        else
            Undo(info);
        Address = *(nint*)_stackPointer;
        _stackPointer += sizeof(nint);
    }

    // What the prologue did, backwards: the codes stand in that order.
    private void Undo(byte* info)
    {
        int count = info[2];
        var codes = (ushort*)(info + 4);
        for (int i = 0; i < count; i++)
            i += Undo(codes + i, info[3] >> 4);
    }

    /// <summary>Answers how many more units the code takes.</summary>
    private int Undo(ushort* code, int frameOffset)
    {
        int what = *code >> 8 & 15, argument = *code >> 12;
        switch (what)
        {
            case 0:                    // push of a register
                if (argument == Rbp)
                    _framePointer = *(byte**)_stackPointer;
                _stackPointer += sizeof(nint);
                return 0;
            case 1:                    // a large frame, in units or in bytes
                _stackPointer += argument == 0 ? code[1] * 8 : *(int*)(code + 1);
                return argument == 0 ? 1 : 2;
            case 2:                    // a small one
                _stackPointer += argument * 8 + 8;
                return 0;
            case 3:                    // the frame pointer was set
                _stackPointer = _framePointer - frameOffset * 16;
                return 0;
            case 4:                    // a register was stored
                if (argument == Rbp)
                    _framePointer = *(byte**)(_stackPointer + code[1] * 8);
                return 1;
            default:                   // vector registers, near or far
                return what is 5 or 9 ? 2 : what == 8 ? 1 : 0;
        }
    }
}
