using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bq2.Efi.Uefi;

/// <summary>Every way to use a reference that is null.</summary>
internal static unsafe class NullReferences
{
    public static Thing None => s_thing!;

#pragma warning disable CS0649 // that nobody sets it is the point
    private static readonly Thing? s_thing;
#pragma warning restore CS0649

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Field(Thing thing) => thing.Near;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int FarField(Thing thing) => thing.Far;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Store(Thing thing) => thing.Far = 5;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Item(int[] items, int index) => items[index];

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static char Letter(string text) => text[0];

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Invoke(Func<int> function) => function();

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static string? Virtual(object thing) => thing.ToString();

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long OfStruct(ref Guid guid) => guid.High;

    /// <summary>Old firmware looks into the first page, and goes on; we do not, before or after.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int AfterFirmware()
    {
        long word;
        EfiProgram.SystemTable->BootServices->CopyMem(&word, null, sizeof(long));
        return Field(None);
    }

    /// <summary>Large enough for its last field to lie beyond the first page.</summary>
    internal sealed class Thing
    {
        public int Near;
        public Block Between;
        public int Far;
    }

    [InlineArray(30_000)]
    internal struct Block
    {
        private byte _first;
    }

    internal struct Guid
    {
        public long Low;
        public long High;
    }
}
