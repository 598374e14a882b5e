using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bq2.Efi.Binary;
using Bq2.Efi.Coff;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi;

/// <summary>Every struct of a file is as long as its specification says.</summary>
public sealed class FormatLayoutTests
{
    [Fact]
    public void PeStructsAreAsLongAsTheirSpecification()
    {
        Assert.Equal(64, Unsafe.SizeOf<DosHeader>());
        Assert.Equal(DosHeader.PeOffsetField, Marshal.OffsetOf<DosHeader>(nameof(DosHeader.PeOffset)));
        Assert.Equal(20, Unsafe.SizeOf<CoffHeader>());
        Assert.Equal(96, Unsafe.SizeOf<OptionalHeader32>());
        Assert.Equal(112, Unsafe.SizeOf<OptionalHeader64>());
        Assert.Equal(8, Unsafe.SizeOf<DataDirectory>());
        Assert.Equal(40, Unsafe.SizeOf<SectionHeader>());
    }

    /// <summary>A field's place is its offset in the struct; what is not in the struct has no place.</summary>
    [Fact]
    public void AFieldIsWhereItsStructHasIt()
    {
        var (header, other) = (new OptionalHeader64(), new OptionalHeader64());

        Assert.Equal(new FieldPlace(0, 2), FieldPlace.Of(in header, in header.Magic));
        Assert.Equal(new FieldPlace(108, 4), FieldPlace.Of(in header, in header.DirectoryCount));
        Assert.Equal(new FieldPlace(1056, 8), FieldPlace.Of(in header, in header.SizeOfImage).To(
            FieldPlace.Of(in header, in header.SizeOfHeaders)).At(1000));
        Assert.Throws<ArgumentException>(() => FieldPlace.Of(in header, in other.Magic));
    }

    [Fact]
    public void ObjectStructsAreAsLongAsTheirSpecification()
    {
        Assert.Equal(18, Unsafe.SizeOf<CoffSymbolRecord>());
        Assert.Equal(20, Unsafe.SizeOf<BigSymbolRecord>());
        Assert.Equal(CoffSymbolRecord.SectionNumberOffset, Marshal.OffsetOf<CoffSymbolRecord>(nameof(CoffSymbolRecord.SectionNumber)));
        Assert.Equal(CoffSymbolRecord.SectionNumberOffset, Marshal.OffsetOf<BigSymbolRecord>(nameof(BigSymbolRecord.SectionNumber)));
        Assert.Equal(56, Unsafe.SizeOf<BigCoffHeader>());
        Assert.Equal(60, Unsafe.SizeOf<ArchiveMemberHeader>());
        Assert.Equal(8, Unsafe.SizeOf<CoffWeakExternal>());
        Assert.Equal(18, Unsafe.SizeOf<CoffSectionDefinition>());
        Assert.Equal(10, Unsafe.SizeOf<CoffRelocation>());
    }
}
