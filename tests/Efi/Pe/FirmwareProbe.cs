using System.Globalization;
using System.Text.RegularExpressions;
using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;
using Bq2.Image;
using Bq2.Sysroot;
using Bq2.Tests.Booting;

namespace Bq2.Tests.Efi.Pe;

/// <summary>
/// Asks firmware about many images in one boot: a program carries them all, has firmware load and start each, and tells how
/// that went.
/// </summary>
internal static partial class FirmwareProbe
{
    private const string Done = "every image was tried";

/// <summary>
/// What LoadImage said of each image, and what StartImage came back with; those with an entry point of 0 are not started.
/// </summary>
    public static List<FirmwareAnswer> Ask(Machine machine, IReadOnlyList<byte[]> images)
    {
        using var temp = new TempFolder();
        var prober = EfiLinker.Link([Assembler.Compile(temp, "prober.obj", machine, Prober), Carrier(machine, images)]);
        Assert.Empty(prober.Faults);
        var tree = new Tree();
        tree.AddFile("EFI/BOOT/" + machine.BootFileName(), Content.FromBytes(prober.Image!));
        RawImage.Write(temp["disk"], GptDisk.Plan([new(PartitionType.Esp, FatVolume.Plan(tree))]));

        var outcome = Emulator.Run(Bq2.Sysroot.Boot.Of(temp["disk"], QemuMachine.Of(machine)) with
        {
            Format = "raw",
            Expect = Done,
            Timeout = TimeSpan.FromSeconds(60),
        });

        Assert.True(outcome.ExpectedSaid, $"nobody said \"{Done}\":\n{outcome.Said}{outcome.Complained}");
        return [.. Lines().Matches(outcome.Said).Select(line => new FirmwareAnswer(Hex(line.Groups[1].Value), Hex(line.Groups[2].Value)))];

        static ulong Hex(string digits) => ulong.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// The images one after the other, each with its length and whether to start it before it, and a length of 0 at the end.
    /// </summary>
    private static CoffObject Carrier(Machine machine, IReadOnlyList<byte[]> images)
    {
        var bytes = new MemoryStream();
        foreach (byte[] image in images)
        {
            bool isEntryZero = PeFiles.IsPe32Plus(image) && PeImage.Read("image", image).OptionalHeader.AddressOfEntryPoint == 0;
            bytes.Write(BitConverter.GetBytes((ulong)image.Length));
            bytes.Write(BitConverter.GetBytes(isEntryZero ? 0UL : 1));
            bytes.Write(image);
            bytes.Write(new byte[(8 - image.Length % 8) % 8]);
        }

        bytes.Write(new byte[8]);
        var builder = new CoffBuilder(machine);
        builder.Symbol("images", builder.Section(".data", SampleObject.Data, bytes.ToArray()));
        return CoffObject.Read("images.obj", builder.ToBytes());
    }

    private const string Prober = """
        typedef unsigned long long u64;
        typedef unsigned short u16;
        typedef u64 (*Service)(...);
        struct TextOut { u64 (*Reset)(TextOut*, int); u64 (*OutputString)(TextOut*, u16*); };
        struct Services { u64 Header[3]; Service Call[45]; };
        struct SystemTable { u64 Header[3]; u16* Vendor; u64 Revision; void* InHandle; void* In; void* OutHandle;
          TextOut* Out; void* ErrorHandle; void* Error; Services* Runtime; Services* Boot; };
        enum { LoadImage = 22, StartImage = 23, UnloadImage = 25, ResetSystem = 10 };

        extern "C" u64 images[];

        static void Say(SystemTable* system, const char* text)
        {
            u16 wide[2] = {0, 0};
            for (; *text; text++) { wide[0] = *text; system->Out->OutputString(system->Out, wide); }
        }

        static void SayHex(SystemTable* system, u64 value)
        {
            u16 wide[2] = {0, 0};
            for (int shift = 60; shift >= 0; shift -= 4)
            {
                int digit = (int)(value >> shift) & 15;
                wide[0] = digit < 10 ? '0' + digit : 'a' + digit - 10;
                system->Out->OutputString(system->Out, wide);
            }
        }

        extern "C" u64 EfiMain(void* self, SystemTable* system)
        {
            for (u64* at = images; at[0] != 0;)
            {
                void* image = 0;
                u64 started = 0;
                u64 loaded = system->Boot->Call[LoadImage]((u64)0, self, (void*)0, at + 2, at[0], &image);
                if (loaded == 0 && at[1] != 0) started = system->Boot->Call[StartImage](image, (void*)0, (void*)0);
                else if (loaded == 0) system->Boot->Call[UnloadImage](image);
                Say(system, "\r\nload "); SayHex(system, loaded);
                Say(system, " start "); SayHex(system, started);
                at += 2 + (at[0] + 7) / 8;
            }

            Say(system, "\r\nevery image was tried\r\n");
            system->Runtime->Call[ResetSystem]((u64)2, (u64)0, (u64)0, (void*)0);
            return 0;
        }
        """;

    [GeneratedRegex("load ([0-9a-f]{16}) start ([0-9a-f]{16})")]
    private static partial Regex Lines();
}

/// <summary>Firmware's words about one image; 0 is success.</summary>
internal sealed record FirmwareAnswer(ulong Load, ulong Start);
