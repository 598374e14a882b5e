internal static class Statics
{
    private static readonly string s_text = "made at " + "start";
    private static readonly int[] s_numbers = [1, 2, 3];
    private static readonly List<string> s_list = new() { "a", "b" };
    private static string? s_later;
    private static int s_plain = 17;

    public static void Run()
    {
        Probe.Equal("static text", "made at start", s_text);
        Probe.Equal("static array", 3, s_numbers[2]);
        Probe.Equal("static object", 2, s_list.Count);
        Probe.True("static reference set later", s_later is null);
        s_later = "now" + s_plain;
        Probe.Equal("static reference read later", "now17", s_later);
        Probe.Equal("static constructor not yet run", "", Order.Log);
        Late.Touch();
        Probe.Equal("static constructor runs once, before first use", "made,touched,touched,", Order.Log + Late.Again());
        Probe.Equal("static constructors in a row", 42, First.Value);
        Probe.Equal("static of a struct with references", "k", s_pair.Key);
        Probe.Equal("static function pointers and constants", 6, Table.Sum());
        Probe.Equal("field initialised from another class", "made at start!", Dependent.Text);
    }

    private static KeyValuePair<string, int> s_pair = new("k", 1);

    public static string Text => s_text;

    private static class Dependent
    {
        public static readonly string Text = Statics.Text + "!";
    }

    private static class Order
    {
        public static string Log = "";
    }

    private static class Late
    {
        private static readonly int s_made;

        static Late()
        {
            s_made = Order.Log.Length;
            Order.Log += "made,";
        }

        public static void Touch() => Order.Log += s_made == 0 ? "touched," : "?";

        public static string Again()
        {
            Touch();
            return "touched,";
        }
    }

    private static class First
    {
        public static readonly int Value = Second.Value + 1;

        static First() => Order.Log += "first,";
    }

    private static class Second
    {
        public static readonly int Value = Order.Log.Length > 0 ? 41 : 0;

        static Second() => Order.Log += "second,";
    }

    private static class Table
    {
        private static ReadOnlySpan<byte> Bytes => [1, 2, 3];

        public static int Sum() => Bytes[0] + Bytes[1] + Bytes[2];
    }
}
