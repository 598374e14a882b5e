using System.Runtime.CompilerServices;
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
        Assert.Equal(20, Unsafe.SizeOf<CoffHeader>());
        Assert.Equal(96, Unsafe.SizeOf<OptionalHeader32>());
        Assert.Equal(112, Unsafe.SizeOf<OptionalHeader64>());
        Assert.Equal(8, Unsafe.SizeOf<DataDirectory>());
        Assert.Equal(40, Unsafe.SizeOf<SectionHeader>());
    }

    [Fact]
    public void ObjectStructsAreAsLongAsTheirSpecification()
    {
        Assert.Equal(18, Unsafe.SizeOf<CoffSymbolRecord>());
        Assert.Equal(20, Unsafe.SizeOf<BigSymbolRecord>());
        Assert.Equal(56, Unsafe.SizeOf<BigCoffHeader>());
        Assert.Equal(60, Unsafe.SizeOf<ArchiveMemberHeader>());
        Assert.Equal(8, Unsafe.SizeOf<CoffWeakExternal>());
        Assert.Equal(18, Unsafe.SizeOf<CoffSectionDefinition>());
        Assert.Equal(10, Unsafe.SizeOf<CoffRelocation>());
    }
}
