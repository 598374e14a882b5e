namespace Bq2.Image;

/// <summary>An open folder of the host that several threads use; the last closes it.</summary>
internal sealed class SharedFolder(HostFolder folder, bool isOwner) : IDisposable
{
    private int _users = 1;

    public HostFolder Folder => folder;

    public void Use() => Interlocked.Increment(ref _users);

    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0 && isOwner)
            folder.Dispose();
    }

    public void Dispose() => Release();
}
