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
        Assert.Equal(24, Unsafe.SizeOf<TextMode>());
        Assert.Equal(24, Unsafe.SizeOf<SimpleTextInput>());
        Assert.Equal(InputKey.Size, Unsafe.SizeOf<InputKey>());
        Assert.Equal(48, Unsafe.SizeOf<SimpleTextInputEx>());
        Assert.Equal(KeyData.Size, Unsafe.SizeOf<KeyData>());
        Assert.Equal(ConfigurationTable.Size, Unsafe.SizeOf<ConfigurationTable>());
        Assert.Equal(MemoryDescriptor.Size, Unsafe.SizeOf<MemoryDescriptor>());
        Assert.Equal(12, Unsafe.SizeOf<TimeCapabilities>());
        Assert.Equal(8, Unsafe.SizeOf<EfiEvent>());
        Assert.Equal(48, Unsafe.SizeOf<BlockIo>());
        Assert.Equal(BlockIoMedia.Size, Unsafe.SizeOf<BlockIoMedia>());
        Assert.Equal(32, Unsafe.SizeOf<GraphicsOutput>());
        Assert.Equal(GraphicsMode.Size, Unsafe.SizeOf<GraphicsMode>());
        Assert.Equal(GraphicsModeInfo.Size, Unsafe.SizeOf<GraphicsModeInfo>());
        Assert.Equal(16, Unsafe.SizeOf<DevicePathToText>());
        Assert.Equal(HardDrivePath.Size, Unsafe.SizeOf<HardDrivePath>());
        Assert.Equal(56, Unsafe.SizeOf<Tcg2>());
        Assert.Equal(Tcg2Capability.SizeOf, Unsafe.SizeOf<Tcg2Capability>());
        Assert.Equal(Tcg2Event.SizeOf, Unsafe.SizeOf<Tcg2Event>());
        Assert.Equal(16, Unsafe.SizeOf<Rng>());
        Assert.Equal(24, Unsafe.SizeOf<MemoryAttribute>());
        Assert.Equal(16, Unsafe.SizeOf<DtFixup>());
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
    [InlineData(typeof(SystemTable), nameof(SystemTable.ConIn), 48)]
    [InlineData(typeof(BootServices), nameof(BootServices.CreateEvent), 80)]
    [InlineData(typeof(BootServices), nameof(BootServices.SetTimer), 88)]
    [InlineData(typeof(BootServices), nameof(BootServices.WaitForEvent), 96)]
    [InlineData(typeof(BootServices), nameof(BootServices.LocateDevicePath), 184)]
    [InlineData(typeof(BootServices), nameof(BootServices.InstallConfigurationTable), 192)]
    [InlineData(typeof(BootServices), nameof(BootServices.Stall), 248)]
    [InlineData(typeof(BootServices), nameof(BootServices.ConnectController), 264)]
    [InlineData(typeof(BootServices), nameof(BootServices.CreateEventEx), 368)]
    [InlineData(typeof(RuntimeServices), nameof(RuntimeServices.GetTime), 24)]
    [InlineData(typeof(RuntimeServices), nameof(RuntimeServices.GetVariable), 72)]
    [InlineData(typeof(RuntimeServices), nameof(RuntimeServices.SetVariable), 88)]
    [InlineData(typeof(RuntimeServices), nameof(RuntimeServices.QueryVariableInfo), 128)]
    [InlineData(typeof(SimpleTextOutput), nameof(SimpleTextOutput.ClearScreen), 48)]
    [InlineData(typeof(SimpleTextOutput), nameof(SimpleTextOutput.Mode), 72)]
    [InlineData(typeof(TextMode), nameof(TextMode.CursorRow), 16)]
    [InlineData(typeof(SimpleTextInput), nameof(SimpleTextInput.WaitForKey), 16)]
    [InlineData(typeof(InputKey), nameof(InputKey.Character), 2)]
    [InlineData(typeof(SimpleTextInputEx), nameof(SimpleTextInputEx.UnregisterKeyNotify), 40)]
    [InlineData(typeof(KeyData), nameof(KeyData.Shift), 4)]
    [InlineData(typeof(ConfigurationTable), nameof(ConfigurationTable.Table), 16)]
    [InlineData(typeof(MemoryDescriptor), nameof(MemoryDescriptor.PhysicalStart), 8)]
    [InlineData(typeof(MemoryDescriptor), nameof(MemoryDescriptor.Attribute), 32)]
    [InlineData(typeof(FileProtocol), nameof(FileProtocol.SetPosition), 56)]
    [InlineData(typeof(FileProtocol), nameof(FileProtocol.Flush), 80)]
    [InlineData(typeof(BlockIo), nameof(BlockIo.ReadBlocks), 24)]
    [InlineData(typeof(BlockIoMedia), nameof(BlockIoMedia.BlockSize), 12)]
    [InlineData(typeof(BlockIoMedia), nameof(BlockIoMedia.LastBlock), 24)]
    [InlineData(typeof(GraphicsOutput), nameof(GraphicsOutput.Mode), 24)]
    [InlineData(typeof(GraphicsMode), nameof(GraphicsMode.FrameBufferBase), 24)]
    [InlineData(typeof(GraphicsModeInfo), nameof(GraphicsModeInfo.PixelsPerScanLine), 32)]
    [InlineData(typeof(DevicePathToText), nameof(DevicePathToText.ConvertDevicePathToText), 8)]
    [InlineData(typeof(HardDrivePath), nameof(HardDrivePath.Signature), 24)]
    [InlineData(typeof(HardDrivePath), nameof(HardDrivePath.SignatureType), 41)]
    [InlineData(typeof(Tcg2), nameof(Tcg2.HashLogExtendEvent), 16)]
    [InlineData(typeof(Tcg2), nameof(Tcg2.GetResultOfSetActivePcrBanks), 48)]
    [InlineData(typeof(Tcg2Capability), nameof(Tcg2Capability.TpmPresent), 16)]
    [InlineData(typeof(Tcg2Capability), nameof(Tcg2Capability.MaxCommandSize), 18)]
    [InlineData(typeof(Tcg2Capability), nameof(Tcg2Capability.ActivePcrBanks), 32)]
    [InlineData(typeof(Tcg2Event), nameof(Tcg2Event.PcrIndex), 10)]
    [InlineData(typeof(Tcg2Event), nameof(Tcg2Event.EventType), 14)]
    [InlineData(typeof(Rng), nameof(Rng.GetRng), 8)]
    [InlineData(typeof(MemoryAttribute), nameof(MemoryAttribute.ClearMemoryAttributes), 16)]
    [InlineData(typeof(DtFixup), nameof(DtFixup.Fixup), 8)]
    [InlineData(typeof(LoadedImage), nameof(LoadedImage.Unload), 88)]
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
        foreach (var error in Enum.GetValues<EfiStatus>().Where(status => status.IsError && status != EfiStatus.ErrorBit))
            Assert.False(error.Words.IsEmpty, error.ToString());
        Assert.Equal("compromised data"u8, EfiStatus.CompromisedData.Words);
        Assert.Equal("checksum error"u8, EfiStatus.CrcError.Words);
        Assert.True((EfiStatus.ErrorBit | (EfiStatus)22).Words.IsEmpty);
        Assert.True((EfiStatus.ErrorBit | (EfiStatus)34).Words.IsEmpty);
        Assert.True((EfiStatus.ErrorBit | (EfiStatus)0x7fff_ffff_ffff_ffff).Words.IsEmpty);
    }
}
