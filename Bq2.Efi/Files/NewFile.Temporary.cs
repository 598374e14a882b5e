using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Efi.Files;

internal sealed partial class NewFile
{
    // Windows has its own code for a name that exists.
    private const int TakenOnWindows = unchecked((int)0x8007_0050);

    /// <summary>Makes the file under the first free temporary name. Files with later names may be leftovers.</summary>
    private static NewFile Make(string final, string beginning)
    {
        NewFile? made = null;
        for (int number = 1; ; number++)
        {
            string temporary = string.Create(CultureInfo.InvariantCulture, $"{beginning}.bq2-{number}.part");
            if (made is not null && !File.Exists(temporary))
                return made;
            if (!RemoveIfLeft(temporary) || made is not null)
                continue;
            if (Create(temporary) is { } handle)
                made = new(final, temporary, handle);
        }
    }

    /// <summary>Null if somebody else has just taken the name.</summary>
    private static SafeFileHandle? Create(string temporary)
    {
        try
        {
            return File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken) when (taken.HResult is Errno.Exists or TakenOnWindows)
        {
            return null;
        }
    }

    /// <summary>
    /// Removes a file of this name whose writer is gone; a process's locks end with it. False if the writer is still there, or if we may
    /// not remove the file.
    /// </summary>
    private static bool RemoveIfLeft(string temporary)
    {
        // Nearly always nothing is there. To find that out by an exception, the first of the process, takes milliseconds.
        if (!File.Exists(temporary))
            return true;

        try
        {
            using var left = File.OpenHandle(temporary, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

            // Between our opening and our locking it may have got its final name, and then it is not temporary any more.
            if (FileStatus.Of(left).Identity == FileStatus.Of(temporary, followLinks: false).Identity)
                File.Delete(temporary);
            return true;
        }
        catch (FileNotFoundException)
        {
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void Remove()
    {
        if (OperatingSystem.IsWindows())
            Handle.Dispose();
        File.Delete(_temporary);
    }

    /// <summary>
    /// Removes every file that is being written, and lets no other begin: the last thing an interrupted program does.
    /// </summary>
    public static void AbandonAll()
    {
        lock (s_gate)
        {
            s_over = true;
            foreach (var file in s_living)
                file.Remove();
            s_living.Clear();
        }
    }

    private static OperationCanceledException Abandoned(string path) => new($"{path} was abandoned while it was written");
}
