using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Bq2.Efi.Pe;
using Bq2.Image;

namespace Bq2.Tests.Cli.Inputs;

/// <summary>A command with one word that names an input, IN; what it makes is called "out".</summary>
/// <param name="Words">How it is called. Beside the input lie the files of <see cref="InputFiles"/>.</param>
/// <param name="Content">The bytes that it asks for.</param>
internal sealed partial record InputCommand(string Words, byte[] Content)
{
    /// <summary>The input is changed where it is, and so has to be a file or a device.</summary>
    public bool IsInPlace { get; init; }

    /// <summary>The file that it makes, or makes something of.</summary>
    public string Makes { get; init; } = "out";

    /// <summary>
    /// Check and compare end as those of qemu-img do; cp takes what is no image for a file, and where only files are named the
    /// command line is wrong.
    /// </summary>
    public bool HasOwnCodes => TakesFolder || Extension is not null
        || Words.StartsWith("image c", StringComparison.Ordinal) && !Words.StartsWith("image convert", StringComparison.Ordinal);

    /// <summary>The input is a folder.</summary>
    public bool TakesFolder { get; init; }

    /// <summary>The input's name must end so.</summary>
    public string? Extension { get; init; }

    /// <summary>
    /// Whether the answer is right for bytes that are not what was asked for: a disk, for one, may hold anything. Null where
    /// no answer is.
    /// </summary>
    public Func<byte[], Answer, bool>? IsRight { get; init; }

    /// <summary>What of the answer depends on nothing but the bytes of the input.</summary>
    public Func<string, string> Steady { get; init; } = said => said;

    public static InputCommand[] All(InputFiles files) =>
    [
        new("image convert -f raw IN out", files.Disk) { IsRight = (bytes, answer) => SameDisk(bytes, answer.Made) },
        new("image convert IN - >out", files.Disk) { IsRight = (bytes, answer) => SameDisk(bytes, answer.Made) },
        new("image convert IN -O qcow2 out", files.Qcow2) { IsRight = (_, answer) => answer.Made is { Length: > 0 } },
        new("image info -f raw IN", files.Disk) { IsRight = (bytes, answer) => answer.Said.Contains(Sectors(bytes),
            StringComparison.Ordinal), Steady = WithoutRoom },
        new("image info IN", files.Qcow2) { IsRight = (_, answer) => answer.Said.Length > 0, Steady = WithoutRoom },
        new("image check IN", files.Qcow2),
        new("image check --repair leaks IN", files.Qcow2) { IsInPlace = true },
        new("image map -f raw --output json IN",
            files.Disk) { IsRight = (bytes, answer) => Mapped(answer.Said) == Align(bytes), Steady = said => Number(Mapped(said)) },
        new("image measure -f raw IN", files.Disk) { IsRight = (bytes, answer) => answer.Said.Contains(Number(bytes.Length),
            StringComparison.Ordinal) || answer.Said.Contains(Number(Align(bytes)), StringComparison.Ordinal) },
        new("image compare -f raw IN copy",
            files.Disk) { IsRight = (_, answer) => answer.Said.Contains("identical", StringComparison.Ordinal) },
        new("image resize -f raw IN +1M",
            files.Disk) { IsInPlace = true, IsRight = (bytes, answer) => answer.Input!.Length >= Align(bytes) + (1 << 20) },
        new("image ls IN", files.Disk),
        new("image tree IN", files.Disk),
        new("image cat IN/a.txt", files.Disk),
        new("image cp IN/a.txt out", files.Disk),
        new("image cp IN/a.txt - >out", files.Disk),
        new("image cp other IN/b.txt", files.Disk) { IsInPlace = true },
        new("image cp IN disk/new", files.Text) { Makes = "disk", IsRight = (bytes, answer) => Contains(answer.Made!, bytes) },
        new("image mkfs fat16 out --size 16M --from IN", files.Text) { TakesFolder = true },
        new("image build -o out --arch x86_64 --kernel IN", files.Program),
        new("image build -o out --arch x86_64 --kernel program --initrd IN", files.Text) { IsRight = (bytes, answer) => bytes.Length > 0
            && Contains(answer.Made!, bytes) },
        new("image build -o out --arch x86_64 --kernel program --from IN", files.Text) { TakesFolder = true },
        new("image build -o out --arch x86_64 --kernel program --entry IN", files.Entry) { Extension = ".conf" },
        new("image run --dry-run IN", files.Disk) { IsInPlace = true, Steady = WithoutFiles },
        new("efi link -o out IN", files.Object),
        new("efi link -o - IN >out", files.Object),
        new("efi link -o out --sbat IN object", files.Sbat),
        new("efi dump IN", files.Program),
        new("efi dump --map IN --address 0x1000 program", files.Map) ,
        new("efi verify IN", files.Program),
        new("efi build --no-names --arch x86_64 -o out IN", files.Source) { Steady = _ => "" },
    ];

    /// <summary>What a command did: what it said, the file it made, and its input as it was left.</summary>
    internal sealed record Answer(int ExitCode, string Said, string Complained, byte[]? Made, byte[]? Input);

    private static bool SameDisk(byte[] bytes, byte[]? made) =>
        made is not null
            && made.AsSpan().StartsWith(bytes) && !made.AsSpan(bytes.Length).ContainsAnyExcept((byte)0) && made.Length <= Align(bytes);

    private static bool Contains(byte[] disk, byte[] file) => disk.AsSpan().IndexOf(file) >= 0;

    private static long Align(byte[] bytes) => (bytes.Length + 511L) / 512 * 512;

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Sectors(byte[] bytes) => $"({Number(Align(bytes))} bytes)";

    private static long Mapped(string said) =>
        Lengths().Matches(said).Sum(match => long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));

    private static string WithoutRoom(string said) =>
        string.Join('\n', said.Split('\n').Where(line => !line.StartsWith("disk size", StringComparison.Ordinal)));

    private static string WithoutFiles(string said) =>
        string.Join(' ', said.Split(' ').Where(word => !word.Contains("file=", StringComparison.Ordinal)));

    [GeneratedRegex("\"length\":\\s*([0-9]+)")]
    private static partial Regex Lengths();
}

/// <summary>What the commands read, made once: each a whole number of sectors, so that a device can hold it.</summary>
internal sealed class InputFiles : IDisposable
{
    private const int SectorSize = 512;

    private readonly TempFolder _temp = new();

    public InputFiles()
    {
        Text = Padded(Encoding.ASCII.GetBytes("what is in the file\n"), 'x');
        Program = File.ReadAllBytes(Repository.Loader(Machine.X64));
        Object = Padded(File.ReadAllBytes(Repository.LoaderObject(Machine.X64)), '\0');
        Sbat = Padded("sbat,1,SBAT Version,sbat,1,https://example.org/"u8.ToArray(), 'x');
        Entry = Padded("title Rescue\nlinux /linux\noptions "u8.ToArray(), 'x');
        Source = Padded("Console.WriteLine(\"Hello\");\n"u8.ToArray(), '\n');

        var tree = new Tree();
        tree.AddFile("a.txt", Image(Text));
        tree.AddFile("EFI/BOOT/BOOTX64.EFI", Image(Program));
        RawImage.Write(_temp["disk"], FatVolume.Plan(tree, new() { Size = 2 << 20 }));
        Qcow2Image.Write(_temp["qcow2"], FatVolume.Plan(tree, new() { Size = 2 << 20 }), new() { ClusterSize = 4096 });
        (Disk, Qcow2) = (File.ReadAllBytes(_temp["disk"]), File.ReadAllBytes(_temp["qcow2"]));

        File.WriteAllBytes(_temp["object"], Object);
        Bq2Program.Run("efi", "link", _temp["object"], "-o", _temp["linked"], "--map", _temp["map.json"]).Accepts();
        Map = Padded(File.ReadAllBytes(_temp["map.json"]), ' ');
    }

    public byte[] Text { get; }

    public byte[] Program { get; }

    public byte[] Object { get; }

    public byte[] Sbat { get; }

    public byte[] Entry { get; }

    public byte[] Source { get; }

    public byte[] Disk { get; }

    public byte[] Qcow2 { get; }

    public byte[] Map { get; }

    public void Dispose() => _temp.Dispose();

    private static Content Image(byte[] bytes) => Content.FromBytes(bytes);

    private static byte[] Padded(byte[] bytes, char with)
    {
        var whole = new byte[(bytes.Length + SectorSize - 1) / SectorSize * SectorSize];
        whole.AsSpan().Fill((byte)with);
        bytes.CopyTo(whole, 0);
        return whole;
    }
}
