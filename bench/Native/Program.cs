using System.Globalization;
using System.IO.Compression;
using Bq2.Bench.Native;
using Bq2.Image;

// FOLDER [MIB [ROUNDS [LEVELS]]]: compresses and decompresses pieces of the folder's files in turns, in one thread. The last column is
// the speed relative to the first .NET row.
string folder = args.Length > 0 ? args[0] : "/usr";
int size = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 32;
int rounds = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 7;
byte[][] pieces = Corpus.Read(folder, size * 16);
long total = pieces.Sum(piece => (long)piece.Length);
int[] levels = args.Length > 3 ? [.. args[3].Split(',').Select(int.Parse)] : [1, 2, 3, 4, 5, 6, 7, 8, 9];

List<Contestant> packers = [];
foreach (int level in levels)
    packers.Add(Ours(level));
foreach (int level in (int[])[3, 6])
    packers.Add(Dotnet(level));
if (LibDeflate.IsHere)
    packers.AddRange(((int[])[1, 2, 3, 6]).Select(LibDeflate.Packer));
Contestant.Race(packers, pieces, rounds);
Show(packers);

// The input is from .NET's level 6: most compressed files come from zlib.
byte[][] packed = [.. pieces.Select(piece => PackedBy(6, piece))];
List<Contestant> unpackers = [Unpacker(), DotnetUnpacker()];
if (LibDeflate.IsHere)
    unpackers.Add(LibDeflate.Unpacker());
Contestant.Race(unpackers, packed, rounds);
Console.WriteLine();
Show(unpackers);

void Show(List<Contestant> contestants)
{
    var peer = contestants.First(each => each.Name.StartsWith(".NET", StringComparison.Ordinal));
    foreach (var each in contestants)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{each.Name,-14} {total / each.Seconds / 1e6,7:F1} MB/s {100.0 * each.Length / total,7:F2} % "
            + $"{peer.Seconds / each.Seconds:F2}"));
    }
}

static Contestant Ours(int level)
{
    var encoder = new DeflateEncoder(level);
    byte[] into = new byte[DeflateEncoder.MaxLength(Corpus.PieceLength)];
    return new($"ours {level}", piece => encoder.Encode(piece, into));
}

static Contestant Dotnet(int level)
{
    var into = new MemoryStream(2 * Corpus.PieceLength);
    var options = new ZLibCompressionOptions { CompressionLevel = level };
    return new($".NET {level}", piece =>
    {
        into.Position = 0;
        using (var packer = new DeflateStream(into, options, leaveOpen: true))
            packer.Write(piece);
        return (int)into.Position;
    });
}

static byte[] PackedBy(int level, byte[] piece)
{
    var into = new MemoryStream();
    using (var packer = new DeflateStream(into, new ZLibCompressionOptions { CompressionLevel = level }))
        packer.Write(piece);
    return into.ToArray();
}

static Contestant Unpacker()
{
    var inflater = new Inflater();
    byte[] into = new byte[Corpus.PieceLength];
    return new("ours", piece =>
    {
        int at = 0;
        inflater.Reset();
        if (inflater.Run(piece, out _, into, ref at) != InflateStatus.Done)
            throw new InvalidOperationException("our inflater refuses the data");
        return at;
    });
}

static Contestant DotnetUnpacker()
{
    byte[] into = new byte[Corpus.PieceLength];
    return new(".NET", piece =>
    {
        using var unpacker = new DeflateStream(new MemoryStream(piece), CompressionMode.Decompress);
        return unpacker.ReadAtLeast(into, into.Length, throwOnEndOfStream: false);
    });
}
