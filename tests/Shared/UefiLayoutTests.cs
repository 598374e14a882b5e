using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bq2.Efi.Binary;
using Bq2.Efi.Uefi;

namespace Bq2.Tests.Shared;

/// <summary>
/// Sizes and offsets of the UEFI specification for 64-bit machines. A field too much or too few moves all that follow it, so
/// the last field of each table stands for all of them.
/// </summary>
public sealed class UefiLayoutTests
{
    [Fact]
    public void StructsAreAsLongAsTheSpecificationSays()
    {
        Assert.Equal(8, Unsafe.SizeOf<EfiHandle>());
        Assert.Equal(EfiGuid.Size, Unsafe.SizeOf<EfiGuid>());
        Assert.Equal(EfiTime.Size, Unsafe.SizeOf<EfiTime>());
        Assert.Equal(EfiTableHeader.Size, Unsafe.SizeOf<EfiTableHeader>());
        Assert.Equal(120, Unsafe.SizeOf<SystemTable>());
        Assert.Equal(376, Unsafe.SizeOf<BootServices>());
        Assert.Equal(136, Unsafe.SizeOf<RuntimeServices>());
        Assert.Equal(80, Unsafe.SizeOf<SimpleTextOutput>());
        Assert.Equal(96, Unsafe.SizeOf<LoadedImage>());
        Assert.Equal(16, Unsafe.SizeOf<SimpleFileSystem>());
        Assert.Equal(88, Unsafe.SizeOf<FileProtocol>());
        Assert.Equal(EfiFileInfo.Size, Unsafe.SizeOf<EfiFileInfo>());
        Assert.Equal(DevicePathNode.Size, Unsafe.SizeOf<DevicePathNode>());
        Assert.Equal(VendorMediaPath.Size, Unsafe.SizeOf<VendorMediaPath>());
        Assert.Equal(8, Unsafe.SizeOf<LoadFile2>());
    }

    [Theory]
    [InlineData(typeof(SystemTable), nameof(SystemTable.ConOut), 64)]
    [InlineData(typeof(SystemTable), nameof(SystemTable.BootServices), 96)]
    [InlineData(typeof(SystemTable), nameof(SystemTable.ConfigurationTable), 112)]
    [InlineData(typeof(BootServices), nameof(BootServices.AllocatePages), 40)]
    [InlineData(typeof(BootServices), nameof(BootServices.AllocatePool), 64)]
    [InlineData(typeof(BootServices), nameof(BootServices.HandleProtocol), 152)]
    [InlineData(typeof(BootServices), nameof(BootServices.LoadImage), 200)]
    [InlineData(typeof(BootServices), nameof(BootServices.StartImage), 208)]
    [InlineData(typeof(BootServices), nameof(BootServices.Exit), 216)]
    [InlineData(typeof(BootServices), nameof(BootServices.UnloadImage), 224)]
    [InlineData(typeof(BootServices), nameof(BootServices.SetWatchdogTimer), 256)]
    [InlineData(typeof(BootServices), nameof(BootServices.LocateProtocol), 320)]
    [InlineData(typeof(BootServices), nameof(BootServices.InstallMultipleProtocolInterfaces), 328)]
    [InlineData(typeof(BootServices), nameof(BootServices.UninstallMultipleProtocolInterfaces), 336)]
    [InlineData(typeof(RuntimeServices), nameof(RuntimeServices.ResetSystem), 104)]
    [InlineData(typeof(SimpleTextOutput), nameof(SimpleTextOutput.OutputString), 8)]
    [InlineData(typeof(LoadedImage), nameof(LoadedImage.DeviceHandle), 24)]
    [InlineData(typeof(LoadedImage), nameof(LoadedImage.LoadOptionsSize), 48)]
    [InlineData(typeof(LoadedImage), nameof(LoadedImage.LoadOptions), 56)]
    [InlineData(typeof(LoadedImage), nameof(LoadedImage.ImageBase), 64)]
    [InlineData(typeof(FileProtocol), nameof(FileProtocol.Read), 32)]
    [InlineData(typeof(FileProtocol), nameof(FileProtocol.GetInfo), 64)]
    [InlineData(typeof(EfiFileInfo), nameof(EfiFileInfo.FileSize), 8)]
    [InlineData(typeof(EfiFileInfo), nameof(EfiFileInfo.Attribute), 72)]
    public void FieldsLieWhereTheSpecificationSays(Type table, string field, int offset) =>
        Assert.Equal(offset, (int)Marshal.OffsetOf(table, field));

    [Fact]
    public void AGuidLiesInMemoryAsFirmwareComparesIt() =>
        Assert.Equal(new Guid("5b1b31a1-9562-11d2-8e3f-00a0c969723b").ToByteArray(), StructBytes.ToBytes(LoadedImage.Guid));

    [Fact]
    public void TheInitrdsDevicePathIsWhatLinuxLooksFor() =>
        Assert.Equal(
            "04031400 27E46855 FC68 3D4F AC74CA555231CC68 7FFF0400".Replace(" ", "", StringComparison.Ordinal),
            Convert.ToHexString(StructBytes.ToBytes(VendorMediaPath.LinuxInitrd)));

    [Fact]
    public void AStatusHasItsWordsAndErrorsAreErrors()
    {
        Assert.Equal("not found"u8, EfiStatus.NotFound.Words);
        Assert.Equal(0x8000_0000_0000_000eul, (ulong)EfiStatus.NotFound);
        Assert.True(EfiStatus.SecurityViolation.IsError);
        Assert.False(EfiStatus.Success.IsError);
        Assert.False(((EfiStatus)4).IsError);                // a warning
        Assert.True(((EfiStatus)999).Words.IsEmpty);
    }
}
