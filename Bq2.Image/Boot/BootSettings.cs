using System.Globalization;
using System.Text;
using Bq2.Efi.Boot;

namespace Bq2.Image;

/// <summary>The default entry and the timeout of the menu: written to loader.conf, and checked against the menu.</summary>
internal sealed class BootSettings(BootDisk disk)
{
    private const string Path = "loader/loader.conf";

    private const string KernelId = BootDisk.KernelEntry + ".conf";

    private bool _isOurs;

    /// <summary>An existing loader.conf is kept: somebody wrote it on purpose.</summary>
    public void AddTo(EspTree esp)
    {
        if (esp.Find(Path) is { } given)
        {
            if (disk.Default is not null || disk.Timeout is not null)
                throw Failure.Of(ImageFaults.SettingsGiven, $"there already is a {given.Path}, which sets default and timeout");
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

    /// <summary>Checks that some entry starts, and that everything asked for by name does.</summary>
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

        // Another entry with the same id, which counts its tries, comes first.
        if (_isOurs && disk is { Default: null, Kernel: not null }
            && !first.Path.Equals(EspTree.EntryFolder + KernelId, StringComparison.OrdinalIgnoreCase))
        {
            throw Failure.Of(ImageFaults.EntryWouldNotStart,
                $"the kernel would not start: the entry {NameOf(first)} has the same id, {KernelId}");
        }
    }

    // The caller asked for this file, but the loader skips it: it is hidden, or has a name reserved for entries that the loader adds.
    private static void CheckSeen(IReadOnlyList<BootChoice> menu, EspTree esp)
    {
        foreach (string path in esp.Wanted)
        {
            if (!menu.Any(choice => choice.Path == path))
            {
                throw Failure.Of(ImageFaults.EntryWouldNotStart,
                    $"the entry {path} would not start: the loader skips hidden files and names that begin with auto-");
            }
        }
    }

    private static string NameOf(BootChoice choice) => choice.Path[(choice.Path.LastIndexOf('/') + 1)..];
}
