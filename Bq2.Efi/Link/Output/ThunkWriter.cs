using System.Buffers.Binary;
using Bq2.Efi.Coff;
using Bq2.Efi.Link.Layout;
using Bq2.Efi.Link.Relocations;

namespace Bq2.Efi.Link.Output;

/// <summary>Writes the code of a section's thunks.</summary>
internal static class ThunkWriter
{
    public static void Write(OutputSection output, ImageLayout layout, Span<byte> image)
    {
        foreach (var thunk in output.Thunks)
        {
            var code = image.Slice(output.OffsetOf(thunk.Address), Thunk.Length);
            BinaryPrimitives.WriteUInt32LittleEndian(code, 0x90000010);           // adrp x16, target
            BinaryPrimitives.WriteUInt32LittleEndian(code[4..], 0x91000210);      // add x16, x16, target's offset in its page
            BinaryPrimitives.WriteUInt32LittleEndian(code[8..], 0xd61f0200);      // br x16
            var target = new RelocationTarget(layout.DestinationOf(thunk.Target).Address, null, 0);
            Arm64Relocations.Apply(Arm64Relocation.PageBaseRel21, new(code, thunk.Address), target);
            Arm64Relocations.Apply(Arm64Relocation.PageOffset12A, new(code[4..], thunk.Address + 4), target);
        }
    }
}
