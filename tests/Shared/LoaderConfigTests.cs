using System.Text;
using Bq2.Efi.Boot;

namespace Bq2.Tests.Shared;

public sealed class LoaderConfigTests
{
    [Fact]
    public void EverythingIsAsUsualWithoutAWord()
    {
        var config = Config("");

        Assert.True(config.Default.IsEmpty);
        Assert.True(config.Timeout.IsUnset);
        Assert.True(config.Editor && config.AutoEntries && config.AutoFirmware);
        Assert.False(config.AutoPoweroff || config.AutoReboot || config.RebootOnError);
    }

    [Fact]
    public void EverySettingIsRead()
    {
        var config = Config("""
            # ours
            default @saved
            preferred debian-*
            timeout 7
            console-mode max
            editor no
            auto-entries off
            auto-firmware 0
            auto-poweroff yes
            auto-reboot true
            reboot-on-error on
            beep yes
            nonsense
            """);

        Assert.Equal("@saved"u8, config.Default);
        Assert.Equal("debian-*"u8, config.Preferred);
        Assert.Equal(7, config.Timeout.Seconds);
        Assert.Equal("max"u8, config.ConsoleMode);
        Assert.False(config.Editor || config.AutoEntries || config.AutoFirmware);
        Assert.True(config.AutoPoweroff && config.AutoReboot && config.RebootOnError);
    }

    [Theory]
    [InlineData("menu-force", false, true, false, 0, "menu-force")]
    [InlineData("menu-hidden", true, false, false, 0, "menu-hidden")]
    [InlineData("0", true, false, false, 0, "menu-hidden")]
    [InlineData("menu-disabled", false, false, true, 0, "menu-disabled")]
    [InlineData("12", false, false, false, 12, "12")]
    [InlineData("4294967295", false, true, false, 0, "menu-force")]     // as bootctl writes it
    [InlineData("99999999999999999999", false, true, false, 0, "menu-force")]
    [InlineData("4294967294", false, false, false, 0, "")]
    [InlineData("-1", false, false, false, 0, "")]
    [InlineData("soon", false, false, false, 0, "")]
    [InlineData("", false, false, false, 0, "")]
    public void ATimeoutIsANumberOrAWord(string text, bool hidden, bool forced, bool disabled, long seconds, string written)
    {
        var timeout = MenuTimeout.Read(Encoding.UTF8.GetBytes(text));
        var writer = new Utf8Writer(new byte[20]);
        timeout.Write(ref writer);

        Assert.Equal((hidden, forced, disabled, seconds), (timeout.IsHidden, timeout.IsForced, timeout.IsDisabled, timeout.Seconds));
        Assert.Equal(written, Encoding.UTF8.GetString(writer.Written));
    }

    [Fact]
    public void TimeoutsGrowAndShrinkStepByStep()
    {
        string[] steps = ["", "menu-force", "menu-hidden", "1", "2"];
        for (int i = 0; i + 1 < steps.Length; i++)
        {
            Assert.Equal(steps[i + 1], Text(MenuTimeout.Read(Encoding.UTF8.GetBytes(steps[i])).Longer()));
            Assert.Equal(steps[i], Text(MenuTimeout.Read(Encoding.UTF8.GetBytes(steps[i + 1])).Shorter()));
        }

        Assert.Equal("", Text(MenuTimeout.Unset.Shorter()));
        Assert.Equal("4294967293", Text(MenuTimeout.Read("4294967293"u8).Longer()));
    }

    private static string Text(MenuTimeout timeout)
    {
        var writer = new Utf8Writer(new byte[20]);
        timeout.Write(ref writer);
        return Encoding.UTF8.GetString(writer.Written);
    }

    private static LoaderConfig Config(string text) => new(Encoding.UTF8.GetBytes(text));
}
