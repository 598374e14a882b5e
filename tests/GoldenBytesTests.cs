using System.Security.Cryptography;
using System.Text;
using Bq2.Efi.Pe;
using Bq2.Tests.Cli;
using Bq2.Tests.Efi;

namespace Bq2.Tests;

/// <summary>
/// Everything that Bq2 makes has the same bytes wherever it is made. The digests stand here, so that a change of bytes is a decision
/// that somebody made: whoever changes one says in CHANGELOG.md what changed.
/// </summary>
public sealed class GoldenBytesTests(ITestOutputHelper output)
{
    // The command line; the digest of what it makes, or of what it prints.
    private static readonly (string Line, string Digest)[] s_golden =
    [
        ("bq2 image convert -f raw -O qcow2 mixed plain", "bb1a6f198386d05e"),
        ("bq2 image convert -f raw -O qcow2 -c mixed zlib", "324cf04fc0fcc240"),
        ("bq2 image convert -f raw -O qcow2 -c -o compression_type=zstd mixed zstd", "f08554e3ae13a528"),
        ("bq2 image convert -f raw -O qcow2 -c -o cluster_size=4k mixed small", "b02ee297dca91f5b"),
        ("bq2 image convert -f raw -O qcow2 -c -o cluster_size=2M,compat=0.10 mixed large", "26390c2edf831595"),
        ("bq2 image convert -f raw -O qcow2 -o extended_l2=on mixed extended", "2adb689c18c0eef2"),
        ("bq2 image create -f qcow2 -b mixed -F raw over", "7c2aa5d8e0590e50"),
        ("bq2 image convert zlib unpacked", "f4fc7d6991a6bd6e"),
        ("bq2 image mkfs fat12 fat12 --size 3M --from tree", "279c0ec8bca257a6"),
        ("bq2 image mkfs fat16 fat16 --size 20M --from tree --label BQ2", "c4a5a7a8890c1959"),
        ("bq2 image mkfs fat32 fat32 --from tree", "1a4dd3af820deac8"),
        ("bq2 image mkfs fat32 fat32.qcow2 --from tree -O qcow2 -c", "5d8715da9574e0c8"),
        ("chmod -R u=rwX,go=rX tree; bq2 image mkfs ext4 ext4 --from tree --label BQ2", "8a8c192e6be56cb8"),
        ("bq2 image mkfs ext4 ext4.qcow2 --from tree --size 100M --block-size 1024 -O qcow2 -c", "3e3e1282141d25db"),
        ("bq2 efi link object -o linked --map linked.map", "aa34490b63ecbe12"),
        ("bq2 efi link object -o linked --map linked.json --no-fold", "954055af63222ac4"),
        ("bq2 efi link object-arm -o linked-arm --sbat sbat", "fc0c22d01db880bc"),
        ("bq2 image build -O qcow2 -o boot --arch x86_64 --kernel linked --initrd mixed --cmdline quiet", "2812f2b1b68152a7"),
        ("bq2 image build -O raw -o boot.img --arch aarch64 --kernel linked-arm --from tree", "dc8ae0cf325b6535"),
        ("bq2 image snapshot -c first plain", "7ead9aed4c783425"),
        ("bq2 image resize plain +5M", "c6d2cba19b6e58e3"),
        ("bq2 image info --output json zlib | grep -v actual-size", "ec0379c6c4d673e7"),
        ("bq2 image map --output json zlib", "6189d3a2e0a4c465"),
        ("bq2 image measure --output json -O qcow2 fat32", "800ddaf615721f55"),
        ("bq2 image ls --output json boot.img:esp", "961ab87a0c8881b4"),
        ("bq2 image tree --output json ext4", "61eb8479277e5ff8"),
        ("bq2 efi dump --json linked", "803a243c58f2607c"),
        ("bq2 efi verify --json linked-arm", "ae7a9e8e12d469d0"),
    ];

    /// <summary>What the program runs in: the program that is meant, and what comes before it.</summary>
    public static TheoryData<string, string> Surroundings => new()
    {
        { "native", "" },
        { "native", "env DOTNET_PROCESSOR_COUNT=1" },
        { "native", "env DOTNET_PROCESSOR_COUNT=2" },
        { "native", "env DOTNET_PROCESSOR_COUNT=7" },
        { "native", "bash -c 'umask 077; exec env LC_ALL=tr_TR.UTF-8 TZ=Asia/Kathmandu \"$0\" \"$@\"'" },
        { "native", "qemu-x86_64-static -cpu Nehalem" },
        { "ordinary", "" },
        { "ordinary", "env DOTNET_PROCESSOR_COUNT=1" },
        { "ordinary", "env DOTNET_PROCESSOR_COUNT=7" },
        { "ordinary", "env DOTNET_EnableAVX2=0" },
        { "ordinary", "env DOTNET_EnableHWIntrinsic=0" },
        { "linux-x64-static", "" },
        { "linux-arm64", "qemu-aarch64-static -L /usr/aarch64-linux-gnu" },
    };

    [Needs("qemu-x86_64-static qemu-aarch64-static")]
    [MemberData(nameof(Surroundings))]
    public void TheBytesAreThoseThatWereAgreedOn(string program, string by)
    {
        using var lines = new CommandLines
        {
            By = by,
            Program = program switch
            {
                "native" => Bq2Program.File,
                "ordinary" => Bq2Program.Ordinary,
                _ => Bq2Program.NativeFor(program),
            },
        };
        (string, byte[])[] files =
        [
            ("object", SampleObject.Make(Machine.X64)), ("object-arm", SampleObject.Make(Machine.Arm64)),
            ("sbat", "sbat,1,SBAT Version,sbat,1,https://example.org/\n"u8.ToArray()),
        ];

        var transcript = lines.Run(files, s_golden.Select(row => row.Line));

        // Printed as the table above has it, to be put there if the change is wanted.
        string[] found = [.. transcript.Select((answer, i) => $"(\"{s_golden[i].Line}\", \"{Digest(answer)}\"),")];
        output.WriteLine(string.Join('\n', found));
        output.WriteLine(string.Join("\n\n", transcript));
        Assert.All(transcript, answer => Assert.Contains("\nends with 0\n", answer, StringComparison.Ordinal));
        Assert.Equal(s_golden.Select(row => $"(\"{row.Line}\", \"{row.Digest}\"),"), found);
    }

    private static string Digest(string answer) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(answer)))[..16];
}
