namespace Bq2.Efi.Uefi;

/// <summary>What an event does when it is signalled.</summary>
[Flags]
internal enum EventTraits : uint
{
    None = 0,
    NotifyWait = 0x0000_0100,
    NotifySignal = 0x0000_0200,
    ExitBootServices = 0x0000_0201,
    Runtime = 0x4000_0000,
    Timer = 0x8000_0000,
}
