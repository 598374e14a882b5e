using Bq2.Efi.Boot;
using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>Lets a person change an entry's command line for this boot, on one row of the screen.</summary>
internal static unsafe class CommandLineEditor
{
    /// <summary>True if the entry is to be started with the new text; otherwise nothing has changed.</summary>
    public static bool Edit(Entry entry, int row)
    {
        const int MaxCharacters = CommandLine.MaxLineLength - 1;
        var buffer = PoolBuffer.Allocate(CommandLine.MaxLineLength * sizeof(char), out var status);
        if (status.IsError)
            return false;

        var text = new Span<char>(buffer.Start, MaxCharacters);
        var line = new LineEditor(text, Fill(entry, new(buffer.Start, CommandLine.MaxLineLength)), Screen.Width);
        bool accepted = Run(ref line, row);
        Screen.HideCursor();
        if (!accepted)
            return false;

        entry.Edited = buffer;
        entry.EditedLength = line.Length;
        return true;
    }

    private static bool Run(ref LineEditor line, int row)
    {
        Draw(line, row);
        while (true)
        {
            if (!Keyboard.TryRead(60_000, out var key))
                continue;
            switch (line.Take(key))
            {
                case EditStep.Accept: return true;
                case EditStep.Cancel: return false;
                case EditStep.Changed: Draw(line, row); break;
            }
        }
    }

    private static int Fill(Entry entry, Span<char> target)
    {
        if (entry.Edited.Start == null)
            return CommandLine.Write(entry.Text, target, out int length) == TextFault.None ? length : 0;

        new ReadOnlySpan<char>(entry.Edited.Start, entry.EditedLength).CopyTo(target);
        return entry.EditedLength;
    }

    private static void Draw(LineEditor line, int row)
    {
        Screen.HideCursor();
        Console.BeginRow(row, Screen.Width, TextColor.WhiteOnBlack);
        Console.Write(line.Shown);
        Console.EndRow();
        Screen.PutCursor(line.Cursor - line.First, row);
    }
}
