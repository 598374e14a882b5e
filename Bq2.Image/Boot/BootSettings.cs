using System.Globalization;
using System.Text;
using Bq2.Efi.Boot;

namespace Bq2.Image;

/// <summary>What starts on a disk when nobody chooses, and after how long: written for the loader, and held against its menu.</summary>
internal sealed class BootSettings(BootDisk disk)
{
    private const string Path = "loader/loader.conf";

    private const string KernelId = BootDisk.KernelEntry + ".conf";

    private bool _isOurs;

    /// <summary>A loader.conf that is there already has been thought about: it stays as it is.</summary>
    public void AddTo(EspTree esp)
    {
        if (esp.Find(Path) is { } given)
        {
            if (disk.Default is not null || disk.Timeout is not null)
                throw Failure.Of(ImageFaults.SettingsGiven, $"there is a {given.Path} already, which says what starts and when");
            return;
        }

        _isOurs = true;
        var text = new StringBuilder();
        if ((disk.Default ?? (disk.Kernel is null ? null : KernelId)) is { } chosen)
            EspTree.Append(text, "default", chosen);
        if (disk.Timeout is { } seconds)
            EspTree.Append(text, "timeout", seconds.ToString(CultureInfo.InvariantCulture));
        if (text.Length > 0)
            esp.AddFile(Path, Content.FromBytes(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>Sees that something starts, and what was asked for by name among it.</summary>
    public void Check(IReadOnlyList<BootChoice> menu, EspTree esp)
    {
        CheckSeen(menu, esp);
        foreach (var choice in menu)
        {
            if (choice.Skipped is { } reason && esp.Wanted.Contains(choice.Path))
                throw Failure.Of(ImageFaults.EntryWouldNotStart, $"the entry {NameOf(choice)} would not start: {reason}");
        }

        if (menu.FirstOrDefault(choice => choice.IsDefault) is not { } first)
        {
            throw Failure.Of(ImageFaults.NothingToStart, menu.Count == 0
                ? (FormattableString)$"there is nothing to start: no entry in {EspTree.EntryFolder}, no UKI in {EspTree.UkiFolder}"
                : $"nothing on the disk would start: {string.Join("; ", menu.Select(choice => NameOf(choice) + ": " + choice.Skipped))}");
        }

        if (disk.Default is { } wanted && wanted != "@saved"
            && !Glob.Matches(Encoding.UTF8.GetBytes(wanted), Encoding.UTF8.GetBytes(first.Id)))
        {
            throw Failure.Of(ImageFaults.NoSuchDefault,
                $"no entry that starts is called {wanted}; there are {string.Join(", ", menu.Select(NameOf))}");
        }

        // Another entry of the same id, which counts its tries, stands before it.
        if (_isOurs && disk is { Default: null, Kernel: not null }
            && !first.Path.Equals(EspTree.EntryFolder + KernelId, StringComparison.OrdinalIgnoreCase))
        {
            throw Failure.Of(ImageFaults.EntryWouldNotStart,
                $"the kernel would not start: the entry {NameOf(first)} has the same id, {KernelId}");
        }
    }

    // By name it is asked for, and the loader knows it by none: it passes over hidden files, and names that it gives itself.
    private static void CheckSeen(IReadOnlyList<BootChoice> menu, EspTree esp)
    {
        foreach (string path in esp.Wanted)
        {
            if (!menu.Any(choice => choice.Path == path))
            {
                throw Failure.Of(ImageFaults.EntryWouldNotStart,
                    $"the entry {path} would not start: such a name, hidden or with auto- before it, is passed over");
            }
        }
    }

    private static string NameOf(BootChoice choice) => choice.Path[(choice.Path.LastIndexOf('/') + 1)..];
}
