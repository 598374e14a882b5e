using Bq2.Efi;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Pe;

/// <summary>
/// Programs that Debian ships to be started by firmware: shim, GRUB, systemd-boot, rEFInd, Xen, kernels and more. What verify
/// says of each is what firmware does with it.
/// </summary>
public sealed class DebianImagesTests
{
    private const ulong Answer = 0x5a;

    /// <summary>The machine, how many images there are at least, and for how many of them it is the wrong one.</summary>
    [Needs("clang qemu-system-x86_64 qemu-system-aarch64")]
    [InlineData(Machine.X64, 49, 6)]
    [InlineData(Machine.Arm64, 30, 0)]
    public void TheRulesSayOfEachWhatFirmwareDoes(Machine machine, int least, int foreign)
    {
        var images = DebianImages.For(machine).ToList();

        var answers = FirmwareProbe.Ask(machine, [.. images.Select(image => Returning(image.Bytes))]);

        Assert.True(images.Count >= least, $"only {images.Count} images are there; eng/efi-images.sh and eng/guest.sh fetch them");
        Assert.Equal(images.Count, answers.Count);
        Assert.All(images.Zip(answers), pair => Agree(pair.First, pair.Second));
        Assert.Equal(foreign, answers.Count(answer => !IsStarted(answer)));
    }

    private static void Agree(DebianImage image, FirmwareAnswer answer)
    {
        var blamed = Blamed(image);
        Assert.True(
            IsStarted(answer) == (blamed.Count == 0),
            $"{image.Name}: firmware says {answer.Load:x} and {answer.Start:x}, the rules {string.Join(", ", blamed)}");
    }

    // Programs of 32 bits are loaded, since an emulator may be there to start them, and then are not started.
    private static bool IsStarted(FirmwareAnswer answer) => answer == new FirmwareAnswer(0, Answer);

    private static List<string> Blamed(DebianImage image)
    {
        try
        {
            return [.. EfiRules.Check(PeImage.Read(image.Name, image.Bytes)).Select(fault => fault.Code)];
        }
        catch (FaultException refused)
        {
            return [refused.Fault.Code];
        }
    }

    /// <summary>
    /// The same image, whose first instructions return <see cref="Answer"/>: that it was started is told, and the next one has
    /// its turn.
    /// </summary>
    private static byte[] Returning(byte[] bytes)
    {
        if (!PeFiles.IsPe32Plus(bytes))
            return bytes;

        var image = PeImage.Read("image", bytes);
        byte[] code = image.FileHeader.Machine == Machine.X64
            ? [0xb8, (byte)Answer, 0, 0, 0, 0xc3]                                                      // mov eax, 0x5a; ret
            : [0x40, 0x0b, 0x80, 0xd2, 0xc0, 0x03, 0x5f, 0xd6];                                        // mov x0, 0x5a; ret
        byte[] changed = [.. bytes];
        code.CopyTo(changed, image.FileOffset(image.OptionalHeader.AddressOfEntryPoint)!.Value);
        return changed;
    }
}
