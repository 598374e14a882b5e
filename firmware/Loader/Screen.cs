using Bq2.Efi.Boot;
using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>The console as rows and columns.</summary>
internal static unsafe class Screen
{
    // Every console has this mode: UEFI 12.4.
    private const int UsualColumns = 80;
    private const int UsualRows = 25;

    // Wider rows are hard to read, and a row must fit into the console's buffer.
    private const int MaxColumns = 160;

    public static bool Exists => Firmware.Table->ConOut != null;

    /// <summary>How many columns may be used: a character in the last one would start a new row.</summary>
    public static int Width { get; private set; }

    public static int Rows { get; private set; }

    /// <summary>Clears it, in loader.conf's mode: one of the firmware's numbers, or max; anything else keeps the mode.</summary>
    public static void Enter(ReadOnlySpan<byte> mode)
    {
        var output = Firmware.Table->ConOut;
        long wanted = mode.SequenceEqual("max"u8) ? output->Mode->MaxMode - 1 : DecimalText.Read(mode);
        if (wanted >= 0 && wanted < output->Mode->MaxMode && wanted != output->Mode->Mode)
            Firmware.Call(output, (nuint)wanted, output->SetMode);

        nuint columns = 0, rows = 0;
        bool known = !Firmware.Call(output, (nuint)output->Mode->Mode, &columns, &rows, output->QueryMode).IsError
            && columns >= 20 && rows >= 5;
        Width = (known ? columns < MaxColumns ? (int)columns : MaxColumns : UsualColumns) - 1;
        Rows = known ? (int)rows : UsualRows;
        Clear();
    }

    /// <summary>Clears it and restores it for who writes after us.</summary>
    public static void Clear()
    {
        var output = Firmware.Table->ConOut;
        Firmware.Call(output, TextColor.LightGrayOnBlack, output->SetAttribute);
        Firmware.Call(output, 0, output->EnableCursor);
        Firmware.Call(output, output->ClearScreen);
    }

    public static void PutCursor(int column, int row)
    {
        var output = Firmware.Table->ConOut;
        Firmware.Call(output, (nuint)column, (nuint)row, output->SetCursorPosition);
        Firmware.Call(output, 1, output->EnableCursor);
    }

    public static void HideCursor() => Firmware.Call(Firmware.Table->ConOut, 0, Firmware.Table->ConOut->EnableCursor);
}
