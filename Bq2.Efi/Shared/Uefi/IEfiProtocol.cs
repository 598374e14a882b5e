namespace Bq2.Efi.Uefi;

/// <summary>A struct of functions that a handle may carry, found by its name.</summary>
internal interface IEfiProtocol
{
    static abstract EfiGuid Guid { get; }
}
