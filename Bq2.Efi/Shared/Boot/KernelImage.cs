using System.Runtime.InteropServices;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Boot;

/// <summary>
/// What a kernel's headers say. A Linux that UEFI can start is a PE image, whatever else it may be as well.
/// </summary>
internal readonly struct KernelImage
{
    /// <summary>How many bytes of a kernel are read: enough for its headers.</summary>
    public const int HeaderBytes = 4096;

    private KernelImage(ushort contract, Machine machine)
    {
        Machine = machine;

        // The version of Linux's contract with boot loaders. Version 1 (5.8) brought initrds by LoadFile2; from version 3 on the
        // number is a set of bits, of which the lowest means the same.
        TakesLoadFile2 = contract is 1 or 2 || (contract & 1) != 0;
    }

    /// <summary>Its machine; may be a number that <see cref="Pe.Machine"/> has no name for.</summary>
    public Machine Machine { get; }

    /// <summary>Whether it declares that it asks for its initrd by LoadFile2.</summary>
    public bool TakesLoadFile2 { get; }

    /// <summary>Looks at the beginning of a file, or at the whole file.</summary>
    public static KernelFault Read(ReadOnlySpan<byte> start, out KernelImage image)
    {
        image = default;
        if (!TryRead(start, 0, DosHeader.Size, out DosHeader dos) || dos.Magic != DosHeader.MagicMz)
            return WhatElse(start);

        if (!TryRead(start, dos.PeOffset, sizeof(uint), out uint signature) || signature != CoffHeader.PeSignature)
            return KernelFault.NoPeHeader;

        long coffOffset = dos.PeOffset + (long)sizeof(uint);
        if (!TryRead(start, coffOffset, CoffHeader.Size, out CoffHeader coff))
            return KernelFault.NoPeHeader;

        if (!TryRead(start, coffOffset + CoffHeader.Size, OptionalHeader64.Size, out OptionalHeader64 optional))
            return KernelFault.NoPeHeader;

        image = new(optional.MajorImageVersion, coff.Machine);
        if (optional.Magic != OptionalHeader64.MagicPe32Plus)
            return KernelFault.NotPe32Plus;

        return optional.Subsystem == Subsystem.EfiApplication ? KernelFault.None : KernelFault.NotEfiApplication;
    }

    // An error should help: these are the files that people mistake for a kernel that UEFI can start.
    private static KernelFault WhatElse(ReadOnlySpan<byte> start) =>
        start.IsEmpty ? KernelFault.Empty
        : start is [0x1f, 0x8b, ..] ? KernelFault.Gzip
        : start.StartsWith("\u007fELF"u8) ? KernelFault.Elf
        : KernelFault.NotPe;

    private static bool TryRead<T>(ReadOnlySpan<byte> bytes, long offset, int size, out T value) where T : unmanaged
    {
        value = default;
        if (offset > bytes.Length - size)
            return false;

        value = MemoryMarshal.Read<T>(bytes[(int)offset..]);
        return true;
    }
}

/// <summary>Why a file is not a kernel that UEFI can start.</summary>
internal enum KernelFault
{
    None,
    Empty,
    Gzip,
    Elf,
    NotPe,
    NoPeHeader,
    NotPe32Plus,
    NotEfiApplication,
}
