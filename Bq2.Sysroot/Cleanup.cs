namespace Bq2.Sysroot;

/// <summary>An action that runs once: when its scope ends or when the program is interrupted, whichever comes first.</summary>
internal sealed class Cleanup : IDisposable
{
    private static readonly Lock s_gate = new();
    private static readonly List<Cleanup> s_due = [];

    private readonly Lock _gate = new();
    private Action? _action;

    public Cleanup(Action action)
    {
        _action = action;
        lock (s_gate)
            s_due.Add(this);
    }

    public void Dispose()
    {
        Do();
        lock (s_gate)
            s_due.Remove(this);
    }

    /// <summary>Runs all pending actions, the newest first, because the program is about to end.</summary>
    public static void DoAll()
    {
        Cleanup[] due;
        lock (s_gate)
            due = [.. s_due];
        foreach (var cleanup in due.Reverse())
            cleanup.Do();
    }

    // A second caller waits until the first is done: the program must not end in between.
    private void Do()
    {
        lock (_gate)
        {
            _action?.Invoke();
            _action = null;
        }
    }
}
