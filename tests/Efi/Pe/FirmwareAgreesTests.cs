using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Pe;

/// <summary>
/// The judge of the rules is firmware itself. One program carries many others, each with something wrong in its headers,
/// has firmware load and start them, and tells how that went (<see cref="FirmwareProbe"/>): what firmware does not load, the
/// rules must call refused by firmware, and nothing else.
/// </summary>
public sealed class FirmwareAgreesTests
{
    public const ulong Answer = 0x5a;

    // Of the one that is not to be started: it would not come back.
    private const string EntryZero = "entry 0";

    [Needs("clang qemu-system-x86_64 qemu-system-aarch64")]
    [InlineData(Machine.X64)]
    [InlineData(Machine.Arm64)]
    public void WhatFirmwareRefusesTheRulesRefuse(Machine machine)
    {
        var mutants = Mutants(machine);

        var answers = FirmwareProbe.Ask(machine, [.. mutants.Select(mutant => mutant.Image)]);

        Assert.Equal(mutants.Count, answers.Count);
        Assert.All(mutants.Zip(answers), pair =>
        {
            var (mutant, answer) = pair;
            var blamed = EfiRules.Check(PeImage.Read(mutant.Name, mutant.Image)).Select(fault => fault.Code).ToList();
            if (mutant.Name == EntryZero)
            {
                Assert.Equal(0UL, answer.Load);
                Assert.Equal(["PE028"], blamed);
                return;
            }

            bool isLoaded = answer.Load == 0;
            Assert.True(
                isLoaded == (blamed.Count == 0),
                $"{mutant.Name}: firmware says {answer.Load:x}, the rules {string.Join(", ", blamed)}");
            if (isLoaded)
                Assert.Equal((mutant.Name, Answer), (mutant.Name, answer.Start));
        });

        // A judge that takes everything, or nothing, is none.
        Assert.InRange(answers.Count(answer => answer.Load != 0), 10, mutants.Count - 10);
    }

    private sealed record Mutant(string Name, byte[] Image);

    private static List<Mutant> Mutants(Machine machine)
    {
        byte[] good = Program(machine);
        var mutants = new List<Mutant> { new("the program itself", good) };
        Add("NX_COMPAT cleared", p => p.OptionalHeader = p.OptionalHeader with { DllCharacteristics = DllTraits.DynamicBase });
        Add("marked as a DLL", p => p.FileHeader = p.FileHeader with { Characteristics = p.FileHeader.Characteristics | ImageTraits.Dll });
        Add("not marked executable", p => p.FileHeader = p.FileHeader with { Characteristics = ImageTraits.LargeAddressAware });
        Add(
            "size of the image unaligned",
            p => p.OptionalHeader = p.OptionalHeader with { SizeOfImage = p.OptionalHeader.SizeOfImage - 8 });
        Add("sections aligned to 512", p => p.OptionalHeader = p.OptionalHeader with { SectionAlignment = 512 });
        Add("DOS fields zeroed", p => p.Dos = new() { Magic = DosHeader.MagicMz, PeOffset = p.Dos.PeOffset });
        Add("boot service driver", p => p.OptionalHeader = p.OptionalHeader with { Subsystem = Subsystem.EfiBootServiceDriver });
        Add("symbols left over", p => p.FileHeader = p.FileHeader with { SymbolTableOffset = 0x200, SymbolCount = 3 });
        Add("checksum wrong", p => p.OptionalHeader = p.OptionalHeader with { CheckSum = 1 });
        Add("time stamp", p => p.FileHeader = p.FileHeader with { TimeDateStamp = uint.MaxValue });
        Add(
            "code writable",
            p => p.Sections[0] = p.Sections[0] with { Characteristics = p.Sections[0].Characteristics | SectionTraits.Write });
        Add("sections of one name", p => p.Sections[1] = p.Sections[1] with { Name = p.Sections[0].Name });
        Add("bytes at the end", p => p.Length += 512);
        Add(
            "few directories",
            p => (p.OptionalHeader, p.FileHeader) = (
                p.OptionalHeader with { DirectoryCount = 6 }, p.FileHeader with { OptionalHeaderSize = 112 + 48 }));
        Add("sections aligned to nothing", p => p.OptionalHeader = p.OptionalHeader with { SectionAlignment = 0 });
        Add("sections aligned to 3000", p => p.OptionalHeader = p.OptionalHeader with { SectionAlignment = 3000 });
        Add("data aligned to 513", p => p.OptionalHeader = p.OptionalHeader with { FileAlignment = 513 });
        Add("sections in another order", p =>
        {
            (p.Sections[0], p.Sections[1]) = (p.Sections[1], p.Sections[0]);
            (p.SectionData[0], p.SectionData[1]) = (p.SectionData[1], p.SectionData[0]);
        });
        Add("imports", p => p.Directories[1] = p.Directories[5]);
        Add(
            "a gap before the last section",
            p => (p.Sections[^1].PointerToRawData, p.Length) = (p.Sections[^1].PointerToRawData + 512, p.Length + 512));
        Add(EntryZero, p => p.OptionalHeader = p.OptionalHeader with { AddressOfEntryPoint = 0 });

        Add(
            "relocations stripped",
            p => p.FileHeader = p.FileHeader with { Characteristics = p.FileHeader.Characteristics | ImageTraits.RelocationsStripped });
        Add("console program", p => p.OptionalHeader = p.OptionalHeader with { Subsystem = (Subsystem)3 });
        Add("six directories in the room of sixteen", p => p.OptionalHeader = p.OptionalHeader with { DirectoryCount = 6 });
        Add("seventeen directories", p => p.OptionalHeader = p.OptionalHeader with { DirectoryCount = 17 });
        Add("another machine", p => p.FileHeader = p.FileHeader with { Machine = (Machine)0x1c2 });
        Add("headers over the first section", p => p.OptionalHeader = p.OptionalHeader with { SizeOfHeaders = 0x1200 });
        Add("headers that end early", p => p.OptionalHeader = p.OptionalHeader with { SizeOfHeaders = 0x148 });
        Add("headers larger than the image", p => p.OptionalHeader = p.OptionalHeader with { SizeOfImage = 0x200 });
        Add("headers behind the end", p => p.OptionalHeader = p.OptionalHeader with { SizeOfHeaders = 0x10_0000 });
        Add("section behind the image", p => p.Sections[1] = p.Sections[1] with { VirtualAddress = 0x10_0000 });
        Add("section larger than the image", p => p.Sections[1] = p.Sections[1] with { VirtualSize = 0x10_0000 });
        Add("section under the headers", p => p.Sections[1] = p.Sections[1] with { VirtualAddress = 0 });
        Add("data under the headers", p => p.Sections[1] = p.Sections[1] with { PointerToRawData = 0x100 });
        Add("data behind the end", p => p.Sections[1] = p.Sections[1] with { SizeOfRawData = 0x10_0000 });
        Add("data wrap around", p => p.Sections[1] = p.Sections[1] with { SizeOfRawData = 0xffff_fff0 });
        Add("cut short", p => p.Length -= 1);
        Add("certificates behind the end", p => p.Directories[4] = new() { Address = (uint)p.Length, Length = 8 });
        Add("relocations behind the image", p => p.Directories[5].Address = 0x10_0000);
        Add("relocation block of length 0", p => p.SectionData[^1] = Table(p, 4, 0));
        Add("relocation block too long", p => p.SectionData[^1] = Table(p, 5, 0x40));
        Add("relocation of an unknown kind", p => p.SectionData[^1] = Table(p, 9, 0xb0));
        Add("relocation page behind the image", p => p.SectionData[^1] = Table(p, 2, 0x50));
        return mutants;

        void Add(string name, Action<PeParts> change)
        {
            var parts = new PeParts(PeImage.Read(name, good));
            change(parts);
            mutants.Add(new(name, Spoilt(parts)));
        }
    }

    // What lies outside the file has no bytes there; only the header says that it does.
    private static byte[] Spoilt(PeParts parts)
    {
        for (int i = 0; i < parts.Sections.Length; i++)
        {
            long room = Math.Max(0, parts.Length - (long)parts.Sections[i].PointerToRawData);
            parts.SectionData[i] = parts.SectionData[i][..(int)Math.Min(room, parts.SectionData[i].Length)];
        }

        return parts.ToBytes();
    }

    private static byte[] Table(PeParts parts, int offset, byte value)
    {
        byte[] table = parts.SectionData[^1].ToArray();
        table[offset] = value;
        return table;
    }

    /// <summary>A program that returns <see cref="Answer"/>, which it finds through an address that firmware has moved.</summary>
    public static byte[] Program(Machine machine)
    {
        bool isX64 = machine == Machine.X64;
        var builder = new CoffBuilder(machine);
        short text = builder.Section(".text", SampleObject.Code, isX64
            // mov rax, [rip+pointer]; mov eax, [rax]; ret
            ? [0x48, 0x8b, 0x05, 0, 0, 0, 0, 0x8b, 0x00, 0xc3]
            // adrp x0; add x0; ldr x0, [x0]; ldr w0, [x0]; ret
            : [0, 0, 0, 0x90, 0, 0, 0, 0x91, 0, 0, 0x40, 0xf9, 0, 0, 0x40, 0xb9, 0xc0, 3, 0x5f, 0xd6]);
        short data = builder.Section(".data", SampleObject.Data, [.. new byte[8], (byte)Answer, .. new byte[23]]);
        uint pointer = builder.Symbol("pointer", data);
        builder.Symbol("EfiMain", text);
        if (isX64)
        {
            builder.Relocation(text, 3, (ushort)Amd64Relocation.Rel32, pointer);
        }
        else
        {
            builder.Relocation(text, 0, (ushort)Arm64Relocation.PageBaseRel21, pointer);
            builder.Relocation(text, 4, (ushort)Arm64Relocation.PageOffset12A, pointer);
        }

        // The second one is there for a mutant to spoil: the first must be moved, or the program does not find its answer.
        ushort address = isX64 ? (ushort)Amd64Relocation.Addr64 : (ushort)Arm64Relocation.Addr64;
        builder.Relocation(data, 0, address, builder.Symbol("answer", data, 8));
        builder.Relocation(data, 16, address, pointer);
        return EfiLinker.Link([CoffObject.Read("mutant.obj", builder.ToBytes())]).Image!;
    }
}
