using System.Buffers.Binary;
using Bq2.Efi.Binary;
using Bq2.Efi.Coff;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Link;

/// <summary>An object in the form for many sections, made of one in the usual form: compilers only write it where it must be.</summary>
internal static class BigObject
{
    private const int HeaderGrows = BigCoffHeader.Size - CoffHeader.Size;

    public static byte[] Of(byte[] small)
    {
        var header = small.AsSpan().ReadAt<CoffHeader>(0);
        int symbols = (int)header.SymbolTableOffset, count = (int)header.SymbolCount, strings = symbols + count * CoffSymbolRecord.Size;
        byte[] big = new byte[small.Length + HeaderGrows + count * (BigSymbolRecord.Size - CoffSymbolRecord.Size)];
        big.AsSpan().WriteAt(0, new BigCoffHeader
        {
            Signature = BigCoffHeader.Signature2,
            Version = 2,
            Machine = header.Machine,
            ClassId = BigCoffHeader.ClassIdBigObject,
            SectionCount = header.SectionCount,
            SymbolTableOffset = (uint)(symbols + HeaderGrows),
            SymbolCount = (uint)count,
        });
        small.AsSpan(CoffHeader.Size, symbols - CoffHeader.Size).CopyTo(big.AsSpan(BigCoffHeader.Size));
        MoveSections(big, header.SectionCount);
        for (int i = 0, auxiliary = 0; i < count; i++)
        {
            var row = small.AsSpan(symbols + i * CoffSymbolRecord.Size, CoffSymbolRecord.Size);
            var grown = big.AsSpan(symbols + HeaderGrows + i * BigSymbolRecord.Size, BigSymbolRecord.Size);
            if (auxiliary > 0)
            {
                row.CopyTo(grown);
                auxiliary--;
                continue;
            }

            var symbol = row.ReadAt<CoffSymbolRecord>(0);
            auxiliary = symbol.AuxiliaryCount;
            grown.WriteAt(0, new BigSymbolRecord
            {
                Name = symbol.Name, Value = symbol.Value, SectionNumber = symbol.SectionNumber,
                Type = symbol.Type, Class = symbol.Class, AuxiliaryCount = symbol.AuxiliaryCount,
            });
        }

        small.AsSpan(strings).CopyTo(big.AsSpan(symbols + HeaderGrows + count * BigSymbolRecord.Size));
        return big;
    }

    // Pointers to data, relocations and line numbers: what is there is as much further on as the header has grown.
    private static void MoveSections(Span<byte> big, int count)
    {
        for (int i = 0; i < count * 3; i++)
        {
            var pointer = big[(BigCoffHeader.Size + i / 3 * SectionHeader.Size + 20 + i % 3 * 4)..];
            uint offset = BinaryPrimitives.ReadUInt32LittleEndian(pointer);
            if (offset != 0)
                BinaryPrimitives.WriteUInt32LittleEndian(pointer, offset + HeaderGrows);
        }
    }

    /// <summary>Where the tables of an object are, in either form.</summary>
    internal readonly struct Layout(byte[] made)
    {
        private readonly bool _isBig = made.AsSpan().ReadAt<BigCoffHeader>(0).IsBig;

        public int SectionTableEnd => _isBig
            ? BigCoffHeader.Size + (int)made.AsSpan().ReadAt<BigCoffHeader>(0).SectionCount * SectionHeader.Size
            : CoffHeader.Size + made.AsSpan().ReadAt<CoffHeader>(0).SectionCount * SectionHeader.Size;

        public int SymbolTable =>
            (int)(
                _isBig ? made.AsSpan().ReadAt<BigCoffHeader>(0).SymbolTableOffset : made.AsSpan().ReadAt<CoffHeader>(0).SymbolTableOffset);
    }
}
