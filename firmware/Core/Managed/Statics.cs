using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Internal.Runtime;

/// <summary>
/// Makes the objects that hold the references in static fields, and runs the constructors that must run early. ilc lists both in the header
/// of each program.
/// </summary>
internal static unsafe class Statics
{
    private const int ReferencesId = 201;
    private const int EagerConstructorsId = 205;

    // The low bits of a cell.
    private const int Uninitialized = 1;
    private const int HasContent = 2;

    public static void Prepare()
    {
        var header = (Header*)(delegate*<void>)&ReadyToRunHeader;
        for (int i = 0; i < header->Count; i++)
        {
            var section = header->Sections[i];
            if (section.Id == ReferencesId)
                MakeReferences((int*)section.Start, (int*)section.End);
            else if (section.Id == EagerConstructorsId)
                Run((int*)section.Start, (int*)section.End);
        }
    }

    /// <summary>Each cell has the object's type and its initial values; the object's reference replaces them.</summary>
    private static void MakeReferences(int* next, int* end)
    {
        for (; next < end; next++)
        {
            var cell = (nint*)((byte*)next + *next);
            int content = *(int*)cell;
            if ((content & Uninitialized) == 0)
                continue;

            var type = (MethodTable*)((byte*)cell + (content & ~3));
            object made = RuntimeHelpers.New(type);
            if ((content & HasContent) != 0)
            {
                int* distance = (int*)cell + 1;
                System.SpanHelpers.Memmove(
                    ref made.Fields, ref *((byte*)distance + *distance), (nuint)type->BaseSize - 2 * (nuint)sizeof(nint));
            }

            *cell = (nint)Unsafe.AsPointer(ref made.m_pEEType);
        }
    }

    private static void Run(int* next, int* end)
    {
        for (; next < end; next++)
            ((delegate*<void>)((byte*)next + *next))();
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Header
    {
        public uint Signature;         //  0  "RTR"
        public ushort MajorVersion;    //  4
        public ushort MinorVersion;    //  6
        public uint Flags;             //  8
        public ushort Count;           // 12
        public byte EntrySize;         // 14
        public byte EntryType;         // 15
        private Section _first;        // 16

        public readonly Section* Sections => (Section*)Unsafe.AsPointer(in _first);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Section
    {
        public int Id;                 //  0
        public int Flags;              //  4
        public void* Start;            //  8
        public void* End;              // 16
    }

    [RuntimeImport("__ReadyToRunHeader")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void ReadyToRunHeader();
}
