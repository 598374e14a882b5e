using System.Runtime.CompilerServices;
using Bq2.Efi.Uefi;

/// <summary>Fails in the way that its caller asks for by number; with a number that stands for none, it ends well.</summary>
internal static unsafe class Program
{
    private static int s_zero;
    private static int s_largest = int.MaxValue;
    private static object? s_text;
    private static object? s_null;
    private static int s_least = int.MinValue;

    private static void Main()
    {
        var guid = LoadedImage.Guid;
        LoadedImage* self;
        EfiProgram.SystemTable->BootServices->HandleProtocol(EfiProgram.Image, &guid, (void**)&self);

        // What the compiler cannot know it cannot fold.
        int which = (int)self->LoadOptions;
        s_zero = which >> 20;
        s_largest -= s_zero;
        s_least += s_zero;
        s_text = "text" + which;
        s_null = which < 0 ? "" : null;
        Fail(which);
        Console.Write("no failure");
    }

    private static void Fail(int which)
    {
        switch (which)
        {
            case 0: Thrown(); break;
            case 1: IndexOutOfRange(new int[3]); break;
            case 2: SpanOutOfRange([1, 2]); break;
            case 3: DivisionByZero(); break;
            case 4: Overflow(); break;
            case 5: WrongCast(); break;
            case 6: WrongUnboxing(); break;
            case 7: NullInterface(); break;
            case 8: WrongArrayStore(new string[1]); break;
            case 9: NoSwitchBranch(5); break;
            case 10: OfLibrary(); break;
            case 11: OwnException(); break;
            case 12: NegativeLength(); break;
            case 13: NoValue(null); break;
            case 14: ChangedList(); break;
            case 15: InStaticConstructor.Touch(); break;
            case 16: Environment.Exit(7); break;
            case 17: Environment.FailFast("giving up"); break;
            case 18: OutOfMemory(); break;
            case 19: ThrowNull(); break;
            case 20: new Deep<string>().Go(30); break;
            case 21: ConversionOverflow(); break;
            case 22: QuotientOverflow(); break;
            case 23: NoMemoryThere(); break;
            case 24: NullReferences.Field(NullReferences.None); break;
            case 25: NullReferences.FarField(NullReferences.None); break;
            case 26: NullReferences.Store(NullReferences.None); break;
            case 27: NullReferences.Item(null!, 5); break;
            case 28: NullReferences.Letter(null!); break;
            case 29: NullReferences.Invoke(null!); break;
            case 30: NullReferences.Virtual(NullReferences.None); break;
            case 31: NullReferences.OfStruct(ref *(NullReferences.Guid*)s_zero); break;
            case 32: NullReferences.AfterFirmware(); break;
            case 33: Endless.Down(0); break;
            case 34: Endless.Ping(0); break;
            case 35: Endless.Broad(0); break;
            case 36: Endless.InFirmware(); break;
            case 37: FinallyBlocks.Nested(); break;
            case 38: FinallyBlocks.Thrown(); break;
            case 39: FinallyBlocks.OfProcessor(s_zero); break;
            case 40: FinallyBlocks.Ends(); break;
            case 41: FinallyBlocks.InCallback(); break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Thrown() => throw new InvalidOperationException("this was thrown");

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int IndexOutOfRange(int[] three) => three[s_zero + 3];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int SpanOutOfRange(ReadOnlySpan<int> two) => two[s_zero + 2];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int DivisionByZero() => 1 / s_zero;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Overflow() => checked(s_largest + 1);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int QuotientOverflow() => s_least / (s_zero - 1);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int NoMemoryThere() => *(int*)0x0123_4567_89ab_cdef;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte ConversionOverflow() => checked((byte)s_largest);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<int> WrongCast() => (List<int>)s_text!;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int WrongUnboxing() => (int)s_text!;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool NullInterface() => ((IEnumerable<int>)s_null!).GetEnumerator().MoveNext();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void WrongArrayStore(object[] array) => array[0] = 5;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int NoSwitchBranch(int n) => n switch
    {
        1 => 2,
        2 => 3,
    };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string OfLibrary() => "abc".Substring(5 + s_zero);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void OwnException() => throw new OwnFault(42);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int[] NegativeLength() => new int[s_zero - 1];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int NoValue(int? number) => number!.Value;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ChangedList()
    {
        var list = new List<int> { 1, 2 };
        foreach (int n in list)
            list.Add(n);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowNull() => throw (Exception?)s_null!;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void OutOfMemory()
    {
        var all = new List<byte[]>();
        while (true)
            all.Add(new byte[32 << 20]);
    }

    private sealed class OwnFault(int number) : Exception("number " + number)
    {
        public override string Message => base.Message + "!";
    }

    private static class InStaticConstructor
    {
        private static readonly int s_made = DivisionByZero();

        public static void Touch() => Console.WriteLine(s_made);
    }

    private sealed class Deep<T>
    {
        public int Go(int depth) => depth == 0 ? throw new NotImplementedException() : Go(depth - 1) + 1;
    }
}
