namespace Bq2.Tests.RealTools;

/// <summary>A file as a block device, which takes root and a kernel with loop devices.</summary>
internal static class LoopDevice
{
    private static readonly Lock s_gate = new();

    /// <summary>Attaches a file, whose length must be whole sectors, and says which device it became.</summary>
    public static string Attach(string file)
    {
        // The next free one is found and taken in two steps.
        lock (s_gate)
            return new RealTool("losetup").Run("--find", "--show", file).Accepts().Said.Trim();
    }

    public static void Detach(string device) => new RealTool("losetup").Run("--detach", device).Accepts();

    /// <summary>Does something with a file as a device.</summary>
    public static T With<T>(string file, Func<string, T> use)
    {
        string device = Attach(file);
        try
        {
            return use(device);
        }
        finally
        {
            Detach(device);
        }
    }
}
