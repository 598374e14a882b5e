using Bq2.Efi.Coff;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Link;

/// <summary>A C++ program of two objects and an archive, with the same templates, inline functions and data in each.</summary>
internal static class CompiledSample
{
    // Two objects bring the same templates, inline functions and data; one copy stays.
    private const string Templates = """
        template<class T> struct Box { T v; virtual T get() { return v; } virtual ~Box(); };
        template<class T> Box<T>::~Box() {}
        inline int shared_inline(int x) { static int count; return count += x; }
        __declspec(selectany) int any_one = 7;
        """;

    private const string Program = Templates + """

        extern "C" int tentative[10];
        const char* names[] = { "same text", "other text", "same text" };
        void operator delete(void*) {}
        int from_b(int);
        extern "C" int in_library(int);
        #pragma comment(linker, "/alternatename:missing_fn=alternate_fn")
        #pragma comment(linker, "/include:kept_alone")
        extern "C" int missing_fn(int);
        extern "C" int alternate_fn(int x) { return x - 1; }
        extern "C" int kept_alone(int x) { return x + 100; }
        extern "C" int dropped(int x) { return x + 101; }
        extern "C" __attribute__((weak)) int weak_fn(int x) { return x + 102; }
        extern "C" __attribute__((weak)) int nowhere(int x);
        extern "C" unsigned long long EfiMain(void* image, void* table)
        {
            Box<int> a;
            Box<long long> b;
            a.v = any_one;
            b.v = tentative[3];
            return a.get() + b.get() + shared_inline(2) + from_b(3) + in_library(5) + missing_fn(9) + weak_fn(1)
                + (nowhere ? nowhere(1) : 0) + names[(long long)image & 1][0];
        }
        """;

    private const string Second = Templates + """

        extern "C" int tentative[10];
        int from_b(int x) { Box<int> b; b.v = x; return b.get() + shared_inline(x) + any_one + tentative[1]; }
        """;

    // The last one asks for room. That two may ask under one name is not for this judge: lld keeps both.
    public static CoffObject[] Objects(TempFolder temp, Machine machine) =>
    [
        Assembler.Compile(temp, "a.obj", machine, Program),
        Assembler.Compile(temp, "b.obj", machine, Second),
        Assembler.Assemble(temp, "c.obj", machine, ".comm tentative,40\n"),
    ];

    public static string Library(TempFolder temp, Machine machine, string kind)
    {
        string[] members =
        [
            Assembler.Compile(temp, "one.obj", machine,
                """extern "C" int deeper(int); extern "C" int in_library(int x) { return deeper(x) * 2; }""").Path,
            Assembler.Compile(temp, "two_with_a_long_name.obj", machine, """extern "C" int deeper(int x) { return x + 0x23456789; }""")
                .Path,
            Assembler.Compile(temp, "three.obj", machine,
                """extern "C" int never(int x) { return x + 0x12345678; } extern "C" int nor_this(int x) { return x; }""").Path,
        ];
        RealTool.LlvmAr.Run([kind, temp["some.lib"], .. members]).Accepts();
        return temp["some.lib"];
    }
}
