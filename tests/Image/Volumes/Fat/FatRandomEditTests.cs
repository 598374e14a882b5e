using System.Globalization;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>Random changes to a volume, by us and by mtools in turn, against a dictionary that was changed the same way.</summary>
public sealed class FatRandomEditTests
{
    private const int Rounds = 60;

    // Few folders, and names that fight for the same aliases.
    private static readonly string[] s_folders = ["", "a folder", "a folder/B", "C", "a folder/another long folder name"];
    private static readonly string[] s_names =
        ["the same beginning {0}.text",
            "THESAM~{0}.TEX", "The Same Ending.{0}", "UP{0}", "low{0}.c", "日本語 {0}", "{0}" + new string('n', 220)];

    private readonly SortedDictionary<string, byte[]> _model = new(StringComparer.OrdinalIgnoreCase);
    private readonly Random _random = new(7);

    [Needs("fsck.fat mdir mcopy mkfs.fat")]
    [InlineData("12", 2, 512)]
    [InlineData("16", 10, 512)]
    [InlineData("16", 40, 2048)]
    [InlineData("32", 34, 512)]
    public void EveryStepIsWhatTheModelSaysAndSound(string bits, int mebibytes, int sector)
    {
        using var temp = new TempFolder();
        RawImage.Write(temp["disk"], new((long)mebibytes << 20));
        new RealTool("mkfs.fat").Run("-F", bits, "-S", sector.ToString(CultureInfo.InvariantCulture), temp["disk"]).Accepts();
        Edit(temp, volume =>
        {
            foreach (string folder in s_folders)
                volume.CreateFolder(folder);
        });

        for (int round = 0; round < Rounds; round++)
        {
            Step(temp, round);
            Assert.Empty(Findings.OfFsck(temp["disk"]));
            Assert.Equal(_model.Keys.Order(StringComparer.Ordinal), Findings.OfMdir(temp["disk"]));
        }

        using var read = FatVolume.Open(DiskImage.Open(temp["disk"]));
        foreach (var (path, bytes) in _model)
            Assert.Equal(bytes, read.Read(path));
        AliasesAreDistinct(read);
    }

    private void Step(TempFolder temp, int round)
    {
        int choice = _random.Next(10);
        if (choice < 5)
            Write(temp);
        else if (choice < 7)
            CopyInByMtools(temp);
        else if (choice < 8)
            Remove(temp);
        else if (choice < 9)
            Move(temp);
        else
            Edit(temp, volume => volume.SetLabel(round % 2 == 0 ? null : $"ROUND {round}"));
    }

    private void Write(TempFolder temp)
    {
        string path = NewPath();
        byte[] bytes = NewBytes();
        Edit(temp, volume =>
        {
            // A name that is there, be it another file's alias, means that file, and it keeps its letters.
            path = volume.Find(path)?.Path ?? path;
            volume.Write(path, Content.FromBytes(bytes));
        });
        _model[path] = bytes;
    }

    private void CopyInByMtools(TempFolder temp)
    {
        string path = NewPath();
        using (var volume = FatVolume.Open(DiskImage.Open(temp["disk"])))
        {
            if (volume.Find(path) is not null)
                return;
        }

        byte[] bytes = NewBytes();
        File.WriteAllBytes(temp["in"], bytes);
        RealTool.Mcopy.Run("-i", temp["disk"], temp["in"], "::" + path).Accepts();
        _model[path] = bytes;
    }

    private void Move(TempFolder temp)
    {
        if (_model.Count == 0)
            return;

        string old = _model.Keys.ElementAt(_random.Next(_model.Count)), path = NewPath();
        Edit(temp, volume =>
        {
            // Of a name that is there, be it another file's alias, that file is replaced.
            string? there = volume.Find(path)?.Path;
            volume.Move(old, path);
            byte[] bytes = _model[old];
            _model.Remove(old);
            if (there is not null)
                _model.Remove(there);
            _model[path] = bytes;
        });
    }

    private void Remove(TempFolder temp)
    {
        if (_model.Count == 0)
            return;

        string path = _model.Keys.ElementAt(_random.Next(_model.Count));
        Edit(temp, volume => volume.Remove(path.ToUpperInvariant()));
        _model.Remove(path);
    }

    private string NewPath()
    {
        string folder = s_folders[_random.Next(s_folders.Length)];
        string name = string.Format(CultureInfo.InvariantCulture, s_names[_random.Next(s_names.Length)], _random.Next(1, 10));
        return folder.Length == 0 ? name : $"{folder}/{name}";
    }

    private byte[] NewBytes() => TestBytes.Make(_random.Next(3) == 0 ? 0 : _random.Next(20_000), _random.Next());

    private static void Edit(TempFolder temp, Action<FatVolume> change)
    {
        using var volume = FatVolume.OpenForWriting(FileDisk.Open(temp["disk"]));
        change(volume);
    }

    private static void AliasesAreDistinct(FatVolume volume)
    {
        foreach (string folder in s_folders)
        {
            var entries = volume.List(folder);
            Assert.Equal(entries.Count, entries.Select(entry => entry.ShortName).Distinct(StringComparer.OrdinalIgnoreCase).Count());
            foreach (var entry in entries)
            {
                Assert.DoesNotContain(entries, other => other != entry
                    && string.Equals(other.Name, entry.ShortName, StringComparison.OrdinalIgnoreCase));
            }
        }
    }
}
