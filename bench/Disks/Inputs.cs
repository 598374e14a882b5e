using Bq2.Bench.Whole;
using Bq2.Efi.Binary;
using Bq2.Efi.Pe;
using Bq2.Image;

namespace Bq2.Bench.Disks;

/// <summary>
/// What the commands work on, made of this machine's own files under /usr, in a random order that is always the same:
/// programs, libraries, texts, pictures, and some that are packed already.
/// </summary>
internal sealed class Inputs
{
    private static readonly long s_diskLength = Brief.Or(64L << 20, 512L << 20, 3L << 30);
    private static readonly long s_dataLength = Brief.Or(16L << 20, 240L << 20, 1500L << 20);
    private const int Stretch = 64 << 20;
    private const int MaxFileLength = 30 << 20;

    public static readonly int[] SparseSizes = Brief.Or<int[]>([1], [1, 4, 16]);

    private readonly string _folder;
    private readonly Lazy<string[]> _files;

    public Inputs(string folder)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        _files = new(FilesOfThisMachine);
    }

    /// <summary>Makes what is not there yet.</summary>
    public void MakeAll()
    {
        Disk();
        Tree();
        Names();
        foreach (int gib in SparseSizes)
            Sparse(gib);
    }

    public string At(string name) => Path.Combine(_folder, name);

    /// <summary>3 GiB of which half is data: files at multiples of 4 KiB, and every other 64 MiB a hole.</summary>
    public string Disk() => Once("disk.raw", path =>
    {
        var disk = new Regions(s_diskLength);
        long at = 0, total = 0;
        foreach (var content in _files.Value.Select(Content.FromFile).Where(content => content.Length > 0))
        {
            if (total + content.Length > s_dataLength || at + content.Length > s_diskLength)
                break;
            disk.Add(at, content);
            total += content.Length;
            at = (at + content.Length + 4095) / 4096 * 4096;
            if (at / Stretch % 2 == 1)
                at = (at / Stretch + 1) * Stretch;
        }

        RawImage.Write(path, disk);
    });

    /// <summary>Megabytes of noise, beginning as a program for UEFI does.</summary>
    public string Part(string name, int megabytes) => Once($"{name}{megabytes}", path =>
    {
        var bytes = new byte[megabytes * 1_000_000];
        new Random(megabytes).NextBytes(bytes);
        bytes.AsSpan().WriteAt(0, new DosHeader { Magic = DosHeader.MagicMz, PeOffset = DosHeader.Size });
        bytes.AsSpan().WriteAt(DosHeader.Size, CoffHeader.PeSignature);
        int coff = DosHeader.Size + sizeof(uint);
        bytes.AsSpan().WriteAt(coff, new CoffHeader { Machine = Machine.X64 });
        var optional = new OptionalHeader64 { Magic = OptionalHeader64.MagicPe32Plus, Subsystem = Subsystem.EfiApplication };
        bytes.AsSpan().WriteAt(coff + CoffHeader.Size, optional);
        File.WriteAllBytes(path, bytes);
    });

    /// <summary>A disk that is nearly all hole: 1 MiB of data in every GiB.</summary>
    public string Sparse(int gib) => Once($"sparse{gib}.raw", path =>
    {
        var disk = new Regions((long)gib << 30);
        for (long i = 0; i < gib; i++)
            disk.Add(i << 30, Content.FromFile(_files.Value.First(file => new FileInfo(file).Length > 1 << 20), 0, 1 << 20));
        RawImage.Write(path, disk);
    });

    /// <summary>10,000 files of at most 200 KB, a hundred to a folder.</summary>
    public string Tree() => Once("tree", path =>
    {
        int number = 0;
        foreach (string file in _files.Value.Where(file => new FileInfo(file).Length < 200_000).Take(Brief.Or(100, 10_000)))
        {
            string folder = Directory.CreateDirectory(Path.Combine(path, $"folder{number / 100:d2}")).FullName;
            File.Copy(file, Path.Combine(folder, $"file number {number++:d5}.bin"));
        }
    });

    /// <summary>1,000 short files whose long names begin alike.</summary>
    public string Names() => Once("names", path =>
    {
        Directory.CreateDirectory(path);
        for (int i = 0; i < Brief.Or(20, 1000); i++)
            File.WriteAllText(Path.Combine(path, $"the same beginning of every name, then a number {i:d4}.txt"), "short");
    });

    private string Once(string name, Action<string> make)
    {
        string path = At(name);
        if (!Path.Exists(path))
            make(path);
        return path;
    }

    private static string[] FilesOfThisMachine()
    {
        var all = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        string[] files =
        [
            .. Directory.EnumerateFiles("/usr", "*", all)
                .Where(file => new FileInfo(file).Length < MaxFileLength)
                .Order(StringComparer.Ordinal),
        ];
        new Random(1).Shuffle(files);
        return files;
    }
}
