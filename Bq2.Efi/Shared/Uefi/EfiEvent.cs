namespace Bq2.Efi.Uefi;

/// <summary>Something that can be waited for, known to firmware.</summary>
internal readonly unsafe struct EfiEvent(void* value)
{
    private readonly void* _value = value;

    public bool IsNull => _value == null;
}
