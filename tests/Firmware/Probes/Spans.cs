using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

internal static unsafe class Spans
{
    public static void Run()
    {
        Span<int> numbers = stackalloc int[8];
        numbers.Fill(3);
        numbers[2] = 1;
        numbers[5..].Clear();
        int sum = 0;
        foreach (ref int n in numbers)
            sum += n++;
        Probe.Equal("stackalloc and span", 13, sum);
        Probe.Equal("span of references to items", 21, Sum(numbers));
        ReadOnlySpan<int> constant = [1, 2, 3, 4];
        Probe.Equal("span of constants", 10, Sum(constant));
        Probe.True("span search", constant.IndexOf(3) == 2 && constant.Contains(4) && !constant.SequenceEqual(numbers)
            && constant[1..].StartsWith([2, 3]));
        Span<byte> bytes = MemoryMarshal.AsBytes(numbers);
        Probe.True("span as bytes", bytes.Length == 32 && MemoryMarshal.Read<int>(bytes[4..]) == 4);
        Span<char> large = stackalloc char[3000];
        large.Fill('x');
        Probe.True("a frame of many pages", new string(large)[2999] == 'x');
        Four four = default;
        four[3] = 9;
        Probe.Equal("inline array", 9, ((Span<int>)four)[3]);
        var buffer = new Fixed();
        buffer.Bytes[5] = 7;
        Probe.Equal("fixed buffer", 7, buffer.Bytes[5]);
        fixed (char* text = "fixed")
            Probe.Equal("fixed string", 'x', text[2]);
        fixed (int* first = numbers)
            Probe.Equal("fixed span", 4, first[0]);
        delegate*<int, int, int> add = &Add;
        Probe.Equal("function pointer", 5, add(2, 3));
        delegate* unmanaged<int, int> callback = &Callback;
        Probe.Equal("callback for native code", 42, callback(21));
        Probe.Equal("params span", 6, Total(1, 2, 3));
        Probe.True("sizeof and Unsafe", sizeof(Four) == 16 && Unsafe.SizeOf<long>() == 8 && Unsafe.As<int, uint>(ref numbers[0]) == 4);
        var whole = new Reader("a;b;c");
        string read = "";
        while (whole.MoveNext())
            read += whole.Current.ToString() + ".";
        Probe.Equal("ref struct with a span", "a.b.c.", read);
    }

    private static int Sum(ReadOnlySpan<int> numbers)
    {
        int sum = 0;
        foreach (int n in numbers)
            sum += n;
        return sum;
    }

    private static int Total(params ReadOnlySpan<int> numbers) => Sum(numbers);

    [UnmanagedCallersOnly]
    private static int Callback(int n) => n * 2;

    private static int Add(int a, int b) => a + b;

    [InlineArray(4)]
    private struct Four
    {
        private int _first;
    }

    private struct Fixed
    {
        public fixed byte Bytes[16];
    }

    private ref struct Reader(ReadOnlySpan<char> rest)
    {
        private ReadOnlySpan<char> _rest = rest;

        public ReadOnlySpan<char> Current { get; private set; }

        public bool MoveNext()
        {
            if (_rest.IsEmpty)
                return false;
            int end = _rest.IndexOf(';');
            Current = end < 0 ? _rest : _rest[..end];
            _rest = end < 0 ? default : _rest[(end + 1)..];
            return true;
        }
    }
}
