namespace Bq2.Tests.RealTools;

/// <summary>How to bribe a file: one byte, or a few, made wrong, so that a judge can show that it looks.</summary>
internal static class Spoil
{
    public static void Flip(string path, long offset, byte mask = 0x5a)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite);
        file.Position = offset;
        int value = file.ReadByte();
        Assert.True(value >= 0, $"{path} has no byte at {offset}");
        file.Position = offset;
        file.WriteByte((byte)(value ^ mask));
    }

    public static void Set(string path, long offset, params byte[] bytes)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite);
        file.Position = offset;
        file.Write(bytes);
    }
}
