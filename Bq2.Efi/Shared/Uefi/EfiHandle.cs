namespace Bq2.Efi.Uefi;

/// <summary>A device, a driver or a program, as its protocols show.</summary>
internal readonly unsafe struct EfiHandle(void* value)
{
    private readonly void* _value = value;

    public bool IsNull => _value == null;
}
