using Bq2.Efi;
using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;
using Bq2.Tests.Booting;
using Bq2.Tests.Efi.Pe;

namespace Bq2.Tests.Efi.Link;

/// <summary>
/// Objects, big objects, archives and directives with bytes made wrong, most of them in tables: the linker answers with
/// faults that name the file, or with an image that keeps firmware's rules; soon, and without taking memory that no
/// input asked for.
/// </summary>
public sealed class DamagedInputTests
{
    private const long MaxImage = 64 << 20;

    // No entry point, and too many sections: no one object is to blame.
    private static readonly string[] s_ofAllObjects = ["LNK007", "LNK011"];

    [Needs("clang"), Trait(Fuzzing.Category, Fuzzing.Fuzz)]
    [InlineData(Machine.X64, false, 11)]
    [InlineData(Machine.X64, true, 12)]
    [InlineData(Machine.Arm64, false, 13)]
    [InlineData(Machine.Arm64, true, 14)]
    public void SpoiledObjects(Machine machine, bool big, int seed)
    {
        using var temp = new TempFolder();
        var (second, others) = Compiled(temp, machine);
        byte[] good = big ? BigObject.Of(second) : second;
        int tables = new BigObject.Layout(good).SectionTableEnd, symbols = new BigObject.Layout(good).SymbolTable;

        Rounds(seed, 600, random =>
        {
            byte[] bytes = Damage(good, random, tables, symbols);
            return EfiLinker.Link([CoffObject.Read("second.obj", bytes), .. others]);
        });
    }

    [Needs("clang llvm-ar"), Trait(Fuzzing.Category, Fuzzing.Fuzz)]
    [InlineData(Machine.X64, 15)]
    public void SpoiledArchives(Machine machine, int seed)
    {
        using var temp = new TempFolder();
        var objects = LinkedProgram.Objects.Select(file => LinkedProgram.Compile(temp, machine, file, "-O1")).ToList();
        RealTool.LlvmAr.Run(
            ["rcs", temp["some.lib"],
                .. LinkedProgram.Members.Select(file => LinkedProgram.Compile(temp, machine, file, "-O1").Path)]).Accepts();
        byte[] good = File.ReadAllBytes(temp["some.lib"]);
        int firstTables = 400;

        Rounds(seed, 600, random =>
        {
            byte[] bytes = Damage(good, random, firstTables, good.Length / 2);
            return EfiLinker.Link(objects, new() { Libraries = [CoffArchive.Read("some.lib", bytes)] });
        });
    }

    [Theory, Trait(Fuzzing.Category, Fuzzing.Fuzz)]
    [InlineData(16)]
    public void SpoiledDirectives(int seed)
    {
        byte[] good =
        [
            .. "/include:EfiMain -alternatename:a=b \"/merge:.data=.rdata\" /section:.data,rw "u8,
            .. "/failifmismatch:\"k=v\" /merge:.x=.y /export:f,DATA -aligncomm:a,3 "u8,
        ];
        Rounds(seed, 3_000, random =>
        {
            var builder = new CoffBuilder(Machine.X64);
            builder.Symbol("EfiMain", builder.Section(".text", SampleObject.Code, new byte[8]));
            builder.Section(".drectve", SectionTraits.LinkInfo, Fuzzing.Spoil(good, random));
            builder.Section(".data", SampleObject.Data, new byte[8]);
            return EfiLinker.Link([CoffObject.Read("a.obj", builder.ToBytes())]);
        }, mostMayPass: true);
    }

    /// <summary>The judge of the judge: a big object made of another one links as that does.</summary>
    [Needs("clang lld-link")]
    [InlineData(Machine.X64)]
    [InlineData(Machine.Arm64)]
    public void ABigObjectIsTheSameInOtherWords(Machine machine)
    {
        using var temp = new TempFolder();
        byte[] small = Compiled(temp, machine).Second;
        File.WriteAllBytes(temp["small.obj"], small);
        File.WriteAllBytes(temp["big.obj"], BigObject.Of(small));
        string[] rest = ["/force:unresolved", "/entry:byAnotherName", "/opt:noref"];
        var options = Lld.Options with { Entry = "byAnotherName", Collect = false };
        CoffObject missing = Missing(temp, machine);

        var ours = EfiLinker.Link([CoffObject.Read(temp["big.obj"]), missing], options);

        Lld.AssertSameSections(machine, Lld.Link(temp, [temp["big.obj"], missing.Path, .. rest]), ours);
        Assert.Equal(EfiLinker.Link([CoffObject.Read(temp["small.obj"]), missing], options).Image, ours.Image);
    }

    private static CoffObject Missing(TempFolder temp, Machine machine)
    {
        var builder = new CoffBuilder(machine);
        short code = builder.Section(".text", SampleObject.Code, new byte[4]);
        foreach (string name in new[] { "timesItself", "__security_cookie", "__security_check_cookie" })
            builder.Symbol(name, code);
        File.WriteAllBytes(temp["missing.obj"], builder.ToBytes());
        return CoffObject.Read(temp["missing.obj"]);
    }

    /// <summary>The object that has the most of all kinds of rows, and what else makes a program of it.</summary>
    private static (byte[] Second, CoffObject[] Others) Compiled(TempFolder temp, Machine machine)
    {
        CoffObject[] made =
            [.. LinkedProgram.Objects.Concat(LinkedProgram.Members[1..])
                .Select(file => LinkedProgram.Compile(temp, machine, file, "-O1", "-fasynchronous-unwind-tables"))];
        return (File.ReadAllBytes(made[1].Path), [made[0], .. made[2..]]);
    }

    private static void Rounds(int seed, int count, Func<Random, LinkResult> link, bool mostMayPass = false)
    {
        var random = Fuzzing.Random(seed);
        int refused = 0;
        for (int round = 0; round < count; round++)
        {
            try
            {
                var result = link(random);
                Assert.All(result.Faults, fault => Assert.False(fault.Path is null && !s_ofAllObjects.Contains(fault.Code), fault.Show()));
                if (result.Image is { } image)
                    AssertSound(image);
                else
                    refused++;
            }
            catch (FaultException bad)
            {
                Assert.NotNull(bad.Fault.Path);
                refused++;
            }
        }

        Assert.InRange(refused, mostMayPass ? 1 : count / 20, count - 1);
    }

    private static void AssertSound(byte[] image)
    {
        Assert.InRange(image.Length, 0, MaxImage);
        Assert.Empty(OurImages.FaultsBesidesCode(PeImage.Read("a.efi", image)));
    }

    // Half of the damage goes where tables are: the header and sections before the first data, and the symbols.
    private static byte[] Damage(byte[] good, Random random, int tables, int symbols)
    {
        byte[] bytes = Fuzzing.Spoil(good, random);
        for (int i = random.Next(4); i > 0; i--)
        {
            int at = random.Next(2) == 0 ? random.Next(tables) : random.Next(symbols, good.Length);
            if (at < bytes.Length)
                bytes[at] = random.Next(4) switch { 0 => 0xff, 1 => 0, 2 => (byte)(bytes[at] + 1), _ => (byte)random.Next(256) };
        }

        return bytes;
    }
}
