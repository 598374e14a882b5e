/// <summary>One line for each feature: "ok NAME", or "bad NAME: why".</summary>
internal static class Probe
{
    public static void True(string name, bool isTrue) => Say(name, isTrue, "it is not so");

    public static void Equal(string name, string? expected, string? actual) => Say(name, expected == actual, actual ?? "null");

    public static void Equal(string name, int expected, int actual) => Say(name, expected == actual, actual.ToString());

    private static void Say(string name, bool ok, string why) => Console.WriteLine(ok ? "ok " + name : "bad " + name + ": " + why);
}
