namespace Bq2.Efi.Uefi;

/// <summary>A device, a driver or a program, known to firmware; which of them shows in the protocols it carries.</summary>
public readonly unsafe struct EfiHandle(void* value)
{
    private readonly void* _value = value;

    public bool IsNull => _value == null;
}
