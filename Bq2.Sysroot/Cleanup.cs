namespace Bq2.Sysroot;

/// <summary>Something to be undone once: when its scope ends or when the program is interrupted, whichever is first.</summary>
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

    /// <summary>Undoes all that is due, the newest first; the program is about to end.</summary>
    public static void DoAll()
    {
        Cleanup[] due;
        lock (s_gate)
            due = [.. s_due];
        foreach (var cleanup in due.Reverse())
            cleanup.Do();
    }

    // Whoever comes second waits here until the first is through: the program must not end half-way.
    private void Do()
    {
        lock (_gate)
        {
            _action?.Invoke();
            _action = null;
        }
    }
}
