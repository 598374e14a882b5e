using System.Text;
using System.Security.Cryptography;
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
        ("bq2 image convert -f raw -O qcow2 mixed plain", ""),
        ("bq2 image convert -f raw -O qcow2 -c mixed zlib", ""),
        ("bq2 image convert -f raw -O qcow2 -c -o compression_type=zstd mixed zstd", ""),
        ("bq2 image convert -f raw -O qcow2 -c -o cluster_size=4k mixed small", ""),
        ("bq2 image convert -f raw -O qcow2 -c -o cluster_size=2M,compat=0.10 mixed large", ""),
        ("bq2 image convert -f raw -O qcow2 -o extended_l2=on mixed extended", ""),
        ("bq2 image create -f qcow2 -b mixed -F raw over", ""),
        ("bq2 image convert zlib unpacked", ""),
        ("bq2 image mkfs fat12 fat12 --size 3M --from tree", ""),
        ("bq2 image mkfs fat16 fat16 --size 20M --from tree --label BQ2", ""),
        ("bq2 image mkfs fat32 fat32 --from tree", ""),
        ("bq2 image mkfs fat32 fat32.qcow2 --from tree -O qcow2 -c", ""),
        ("bq2 efi link object -o linked --map linked.map", ""),
        ("bq2 efi link object -o linked --map linked.json --no-fold", ""),
        ("bq2 efi link object-arm -o linked-arm --sbat sbat", ""),
        ("bq2 image build -O qcow2 -o boot --arch x86_64 --kernel linked --initrd mixed --cmdline quiet", ""),
        ("bq2 image build -O raw -o boot.img --arch aarch64 --kernel linked-arm --from tree", ""),
        ("bq2 image snapshot -c first plain", ""),
        ("bq2 image resize plain +5M", ""),
        ("bq2 image info --output json zlib | grep -v actual-size", ""),
        ("bq2 image map --output json zlib", ""),
        ("bq2 image measure --output json -O qcow2 fat32", ""),
        ("bq2 image ls --output json boot.img:esp", ""),
        ("bq2 efi dump --json linked", ""),
        ("bq2 efi verify --json linked-arm", ""),
    ];

    /// <summary>What the program runs in: the program that is meant, and what comes before it.</summary>
    public static TheoryData<string, string> Surroundings => new()
    {
        { "native", "" },
        { "native", "env DOTNET_PROCESSOR_COUNT=1" },
        { "native", "env DOTNET_PROCESSOR_COUNT=2" },
        { "native", "env DOTNET_PROCESSOR_COUNT=7" },
        { "native", "env LC_ALL=tr_TR.UTF-8 TZ=Asia/Kathmandu bash -c 'umask 077; exec \"$0\" \"$@\"'" },
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
