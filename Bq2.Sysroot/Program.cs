namespace Bq2.Sysroot;

internal static class Program
{
    private static int Main() => 2;
}
