using System.Runtime.InteropServices;
using Bq2.Efi.Boot;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Shared;

public sealed class KernelImageTests
{
    private const int PeOffset = 64;
    private const int OptionalOffset = PeOffset + 4 + CoffHeader.Size;

    [Theory]
    [InlineData(Machine.X64, 0, false)]
    [InlineData(Machine.X64, 1, true)]
    [InlineData(Machine.Arm64, 2, true)]
    [InlineData(Machine.X64, 3, true)]
    [InlineData(Machine.X64, 4, false)]   // from 3 on a set of bits, and the lowest is not set
    [InlineData((Machine)0x5064, 1, true)]
    public void AKernelSaysWhatItIs(Machine machine, ushort contract, bool takesLoadFile2)
    {
        Assert.Equal(KernelFault.None, KernelImage.Read(Kernel(machine, contract), out var image));
        Assert.Equal(machine, image.Machine);
        Assert.Equal(takesLoadFile2, image.TakesLoadFile2);
    }

    [Theory]
    [InlineData("", KernelFault.Empty)]
    [InlineData("1f", KernelFault.NotPe)]
    [InlineData("1f8b08", KernelFault.Gzip)]
    [InlineData("7f454c460201", KernelFault.Elf)]
    [InlineData("68656c6c6f2c20776f726c64", KernelFault.NotPe)]
    [InlineData("4d5a", KernelFault.NotPe)]
    public void OtherFilesAreNoKernels(string hex, object expected) =>
        Assert.Equal(expected, KernelImage.Read(Convert.FromHexString(hex), out _));

    [Theory]
    [InlineData(60, 0xff, KernelFault.NoPeHeader)]                        // elsewhere
    [InlineData(63, 0xff, KernelFault.NoPeHeader)]                        // far outside
    [InlineData(PeOffset, 0, KernelFault.NoPeHeader)]
    [InlineData(OptionalOffset + 1, 1, KernelFault.NotPe32Plus)]          // 0x10b: PE32
    [InlineData(OptionalOffset + 68, 3, KernelFault.NotEfiApplication)]   // a Windows console program
    public void OneByteSpoilsIt(int offset, byte value, object expected)
    {
        var kernel = Kernel(Machine.X64, 1);
        kernel[offset] = value;

        Assert.Equal(expected, KernelImage.Read(kernel, out _));
    }

    [Fact]
    public void ATruncatedFileIsNotAKernel()
    {
        var kernel = Kernel(Machine.X64, 1);
        for (int length = 0; length < kernel.Length; length++)
            Assert.NotEqual(KernelFault.None, KernelImage.Read(kernel.AsSpan(0, length), out _));
    }

    private static byte[] Kernel(Machine machine, ushort contract)
    {
        var bytes = new byte[OptionalOffset + OptionalHeader64.Size];
        var span = bytes.AsSpan();
        MemoryMarshal.Write(span, new DosHeader { Magic = DosHeader.MagicMz, PeOffset = PeOffset });
        MemoryMarshal.Write(span[PeOffset..], CoffHeader.PeSignature);
        MemoryMarshal.Write(span[(PeOffset + 4)..], new CoffHeader { Machine = machine });
        MemoryMarshal.Write(span[OptionalOffset..], new OptionalHeader64
        {
            Magic = OptionalHeader64.MagicPe32Plus,
            MajorImageVersion = contract,
            Subsystem = Subsystem.EfiApplication,
        });
        return bytes;
    }
}
