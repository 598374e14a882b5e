using System.Runtime;
using System.Runtime.CompilerServices;

namespace Internal.Runtime;

/// <summary>
/// Runs the finally blocks of the methods that an exception leaves, from the innermost outwards: the second of .NET's two passes over the
/// stack. The first, which looks for a catch, is not needed.
/// </summary>
internal static unsafe class FinallyBlocks
{
    private static Pass* s_pass;

    public static void Run(Frame frame)
    {
        // A finally block may throw too. Then the pass that ran it ends, and this one continues from there.
        var pass = new Pass { Frame = frame, Done = -1, Outer = s_pass };
        s_pass = &pass;
        do
        {
            while (pass.IsInReach && RunIn(&pass))
            {
                byte* activation = pass.Frame.FramePointer;
                pass.Frame.GoToCaller();
                if (pass.Frame.FramePointer != activation)
                    pass.Done = -1;
            }
        }
        while (pass.TakeOver());
    }

    /// <summary>Whether an address is in the code that calls blocks.</summary>
    public static bool IsCall(nint address) => (nuint)(address - (nint)(delegate*<void>)&CallFunclet) < 64;

    /// <summary>Returns whether there is a caller of ours: code that firmware called has none.</summary>
    private static bool RunIn(Pass* pass)
    {
        var entry = Image.UnwindEntryAt(pass->Frame.Address - 1);
        if (entry.IsNull)
            return true;

        var method = entry.Method;
        var clauses = new ExceptionClauses(method.Clauses);
        uint offset = (uint)(pass->Frame.Address - 1 - (nint)method.Start);
        while (clauses.MoveNext())
        {
            if (clauses.IsFinally && clauses.Covers(offset) && pass->IsDue(clauses.PlaceOf(clauses.Handler)))
                ((delegate*<byte*, byte*, byte*, void>)(delegate*<void>)&CallFunclet)(
                    method.Start + clauses.Handler, pass->Frame.FramePointer, pass->Frame.StackPointer);
        }

        return !method.IsCalledByFirmware;
    }

    /// <summary>
    /// Calls a block of a method with the method's frame: (block, frame pointer, stack pointer). A block preserves no registers.
    /// </summary>
    [RuntimeImport("Bq2CallFunclet")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void CallFunclet();

    private struct Pass
    {
        public Frame Frame;
        public int Done;               // the place of the clause that was run last, of those of one call of a method
        public Pass* Outer;

        /// <summary>
        /// On AArch64 the chain of frames skips the code that called a block; the frame of a block is that of its method.
        /// </summary>
        public readonly bool IsInReach =>
            Image.Contains(Frame.Address) && (Outer == null || !Features.IsArm64 || Frame.FramePointer <= Outer->Frame.FramePointer);

        public bool TakeOver()
        {
            if (Outer == null)
                return false;
            this = *Outer;
            return true;
        }

        /// <summary>
        /// Blocks around one that has run are next. A block that has thrown is left, and the blocks around it run once.
        /// </summary>
        public bool IsDue(int place)
        {
            if (place <= Done)
                return false;
            Done = place;
            for (var outer = Outer; outer != null; outer = outer->Outer)
            {
                if (outer->Frame.FramePointer == Frame.FramePointer && outer->Done < place)
                    outer->Done = place;
            }

            return true;
        }
    }
}
