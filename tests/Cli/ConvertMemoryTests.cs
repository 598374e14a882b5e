namespace Bq2.Tests.Cli;

/// <summary>The memory that convert needs follows the number of cores, not the size of the disk.</summary>
public sealed class ConvertMemoryTests : IDisposable
{
    private readonly TempFolder _temp = new();

    /// <summary>What is in memory follows the number of cores, not the size of the disk.</summary>
    [Needs("qemu-img")]
    [InlineData("")]
    [InlineData("-c")]
    public void ALargeDiskNeedsLittleMemory(string options)
    {
        using (var sparse = File.OpenHandle(_temp["large.raw"], FileMode.CreateNew, FileAccess.Write))
        {
            RandomAccess.SetLength(sparse, 256L << 30);
            for (long offset = 0; offset < 256L << 30; offset += 1L << 30)
                RandomAccess.Write(sparse, "some data"u8, offset + 12345);
        }

        // The heap may grow to 96 MiB; what is more ends the program.
        var program = new Bq2Program { Environment = { ["DOTNET_GCHeapHardLimit"] = "0x6000000" } };
        program.Call([.. $"image convert -O qcow2 {options} {_temp["large.raw"]} {_temp["large.qcow2"]}".Split(' ',
            StringSplitOptions.RemoveEmptyEntries)]).Accepts();

        RealTool.QemuImg.Run("check", _temp["large.qcow2"]).Accepts();
        program.Call("image", "check", _temp["large.qcow2"]).Accepts();
    }

    public void Dispose() => _temp.Dispose();
}
