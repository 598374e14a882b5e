using Iced.Intel;

namespace Bq2.Efi.Pe;

/// <summary>Hands the bytes of a section to Iced's decoder, without a copy of them.</summary>
internal sealed class MemoryCode(ReadOnlyMemory<byte> code) : CodeReader
{
    public int Position { get; set; }

    public override int ReadByte() => Position < code.Length ? code.Span[Position++] : -1;
}
