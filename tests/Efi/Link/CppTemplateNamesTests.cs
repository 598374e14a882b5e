using System.Text.RegularExpressions;
using Bq2.Efi.Link.Names;

namespace Bq2.Tests.Efi.Link;

/// <summary>
/// What clang makes of ordinary template code, for both ABIs: the names are read as the demanglers of binutils and LLVM read
/// them.
/// </summary>
public sealed partial class CppTemplateNamesTests
{
    private const string Source = """
        namespace std {
        template<class T> struct allocator { void use(T*); };
        template<class T> struct char_traits { static int length(const T*); };
        template<class T, class Tr = char_traits<T>, class A = allocator<T>>
        struct basic_string { basic_string(const T*); int size() const; ~basic_string(); };
        template<class T> T&& move(T&);
        struct ostream { ostream& operator<<(int); };
        template<class Tr> ostream& operator<<(ostream&, const Tr*);
        using nullptr_t = decltype(nullptr);
        }
        namespace ns {
        enum class Color { Red, Green };
        template<class T> class Box { public: Box(T); ~Box(); T get() const;
          template<class U> U as(const T&); static int s_count; struct Inner { void go(); }; };
        template<class K, class V> struct Map { V& operator[](const K&); bool operator<(const Map&) const; };
        template<int N, class T> struct Array { T& at(unsigned); T items[N]; };
        template<class... Ts> struct Tuple { int count() const; };
        template<bool B, unsigned long long N, char C> struct Flags { void set(); };
        template<template<class> class C, class T> void wrap(C<T>&);
        template<class T> void each(T) {}
        template<class R, class... As> R call(R (*)(As...), As...);
        template<auto V> int value();
        namespace { struct Hidden { template<class T> void show(T); }; }
        template<class T> void Hidden::show(T) { static int x; x++; }
        template<class T> void swap(T& a, T& b);
        struct Plain { void run(); Plain operator+(const Plain&); };
        }
        using namespace ns;
        extern "C" int EfiMain(Plain* p, const char* text, int* numbers, std::ostream& out) {
          Box<int> a(1); Box<const char*> b(text); Box<Box<int>> c(a); Box<Plain> d(*p); Box<int*> e(numbers);
          Box<Map<int, Box<char>>> f(*(Map<int, Box<char>>*)p);
          a.get(); b.get(); c.get(); d.get(); e.get(); f.get(); a.as<long>(3);
          c.as<Map<Box<int>, Plain>>(c.get()); d.as<const volatile int*>(*p);
          Box<int>::s_count++; Box<Plain>::Inner().go();
          (*(Map<Plain, Box<Plain>>*)p)[*p]; (void)(*(Map<int, int>*)p < *(Map<int, int>*)p);
          Array<16, int> g; g.at(1); Array<3, Array<-2 + 5, const Plain*>> h; h.at(2);
          Tuple<>().count(); Tuple<int, unsigned char, Plain&, Plain&&, std::nullptr_t>().count();
          Tuple<Tuple<int, long>, Tuple<>>().count();
          Flags<true, 12345678901ull, 'x'>().set(); Flags<false, 0, 10>().set();
          wrap(a); wrap(c); each(p); each<const Plain&>(*p); each<Color>(Color::Red); each<int (*)(int, Plain*)>(0); each<void (*)()>(0);
          each<float>(1); each<long double>(1); each<wchar_t>(1); each<char16_t>(1); each<bool>(1);
          each<unsigned short>(2); each<signed char>(2);
        #ifndef _MSC_VER   // here undname drops the outer parameters
          each<double (*(*)(int))(long)>(0);
        #endif
          each<int (&)[4]>(*(int (*)[4])p); each<int Plain::*>(0); each<void (Plain::*)(int)>(0);
          call((int (*)(Plain*, Plain*))0, p, p); call((void (*)())0); value<7>(); value<-3>(); value<true>();
          Hidden hidden; hidden.show(1); hidden.show(a);
          swap(a, a); swap(*p, *p); std::move(a); std::move(*p);
          std::basic_string<char> s(text); s.size(); std::basic_string<wchar_t> w(0); w.size();
          std::allocator<Plain>().use(p); std::char_traits<char>::length(text);
          out << 1; out << text; std::operator<< <Plain>(out, p); each([](int x) { return x; }); each(s);
          p->run(); *p + *p;
          return a.get();
        }
        """;

    private static readonly string[] s_nameOnly =
        ["--no-access-specifier", "--no-calling-convention", "--no-member-type", "--no-return-type", "--no-variable-type"];

    [Needs("c++filt")]
    [InlineData("x86_64-unknown-linux-gnu", "c++filt", 70)]
    [InlineData("x86_64-pc-windows-msvc", "llvm-undname", 65)]
    public void AreReadAsOthersReadThem(string triple, string judge, int atLeast)
    {
        using var temp = new TempFolder();
        string[] mangled = [.. Compile(temp, triple)];

        foreach (string name in mangled)
        {
            string? read = CppName.Read(name), expected = Judged(judge, name);
            Assert.True(
                read is null || expected is not null && IsSame(Plain(read), Plain(expected)),
                $"{name}: {read}, expected {expected}");
        }

        string[] left = [.. mangled.Where(name => CppName.Read(name) is null)];
        Assert.True(
            mangled.Length - left.Length >= atLeast,
            $"{left.Length} of {mangled.Length} were not read:\n{string.Join('\n', left)}");
    }

    private static IEnumerable<string> Compile(TempFolder temp, string triple)
    {
        File.WriteAllText(temp["a.cpp"], Source);
        RealTool.Clang.Run($"--target={triple}", "-std=c++17", "-O0", "-w", "-S", temp["a.cpp"], "-o", temp["a.s"]).Accepts();
        return MangledName().Matches(File.ReadAllText(temp["a.s"])).Select(match => match.Value).Distinct();
    }

    // Null where the judge itself does not know what to make of it.
    private static string? Judged(string judge, string name)
    {
        const string LongString = "std::basic_string<char, std::char_traits<char>, std::allocator<char> >";
        if (judge == "c++filt")
        {
            return new RealTool(judge).Run("-p", name).Accepts().Said.TrimEnd().Replace(
                LongString, "std::string", StringComparison.Ordinal);
        }

        var outcome = new RealTool(judge).Run([.. s_nameOnly, name]);
        return outcome.ExitCode == 0 ? WithoutParameters(outcome.Said.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1]) : null;
    }

    private static string WithoutParameters(string name)
    {
        int depth = 0, end = name.LastIndexOf(')');
        for (int i = end; i > 0; i--)
        {
            depth += name[i] == ')' ? 1 : name[i] == '(' ? -1 : 0;
            if (depth == 0)
                return name[..i];
        }

        return name;
    }

    private static string Plain(string name) => NotOfTheName().Replace(name, "")
        .Replace("(void)", "()", StringComparison.Ordinal)
        .Replace("`anonymousnamespace'", "(anonymousnamespace)", StringComparison.Ordinal);

    // undname repeats a class's template arguments behind the names of its constructors.
    private static bool IsSame(string read, string expected) =>
        read == expected || expected.StartsWith(read, StringComparison.Ordinal)
            && read.Contains(expected[read.Length..] + "::", StringComparison.Ordinal);

    [GeneratedRegex(@"\b(class|struct|union|enum)\s|\b__cdecl\b|\s")]
    private static partial Regex NotOfTheName();

    [GeneratedRegex(@"\b_Z[\w$]+|(?<=(\.def|callq)\s+""?)\?[^"";,\s]+")]
    private static partial Regex MangledName();
}
