namespace Bq2.Efi.Uefi;

/// <summary>The priority that decides which calls may interrupt others.</summary>
internal enum TaskPriority : ulong
{
    Application = 4,
    Callback = 8,
    Notify = 16,
    HighLevel = 31,
}
