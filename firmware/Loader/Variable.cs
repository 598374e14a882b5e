using System.Runtime.InteropServices;
using Bq2.Efi.Boot;
using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>
/// Variables, through which loaders and the systems that they start communicate: systemd's "Boot Loader Interface". A variable that cannot
/// be written does not stop the boot.
/// </summary>
internal static unsafe class Variable
{
    /// <summary>Until the machine is switched off.</summary>
    public const VariableTraits Passing = VariableTraits.BootService | VariableTraits.Runtime;

    public const VariableTraits Lasting = Passing | VariableTraits.NonVolatile;

    /// <summary>In characters. The texts are ids, names and numbers.</summary>
    public const int MaxTextLength = 512;

    private const int MaxNameLength = 40;

    private static PoolBuffer s_name;

    public static EfiGuid Loader => new(0x4a67b082, 0x0a4c, 0x41cf, 0xb6c7, 0x440b29bb8c4f);

    /// <summary>The text in UTF-8, in the caller's buffer; empty if there is no such variable.</summary>
    public static ReadOnlySpan<byte> ReadText(Words name, Span<byte> target)
    {
        var buffer = Scratch.Chars(MaxTextLength);
        var writer = new Utf8Writer(target);
        fixed (char* text = &MemoryMarshal.GetReference(buffer))
        {
            int length = Read(name, Loader, text, buffer.Length * sizeof(char)) / sizeof(char);
            while (length > 0 && text[length - 1] == '\0')
                length--;
            writer.Add(buffer[..length]);
        }

        return writer.Written;
    }

    public static void WriteText(Words name, ReadOnlySpan<byte> utf8, VariableTraits traits = Passing)
    {
        var buffer = Scratch.Chars(MaxTextLength);
        var writer = new Utf16Writer(buffer);
        writer.Add(utf8);
        writer.Add('\0');
        if (writer.Fault != TextFault.None)
            return;

        fixed (char* text = &MemoryMarshal.GetReference(buffer))
            Write(name, Loader, traits, text, (nuint)writer.Length * sizeof(char));
    }

    public static void WriteNumber(Words name, ulong number)
    {
        var buffer = Scratch.Bytes(20);
        var writer = new Utf8Writer(buffer);
        writer.AddNumber(number);
        WriteText(name, writer.Written);
    }

    public static void Delete(Words name) => Write(name, Loader, VariableTraits.None, null, 0);

    /// <summary>The number of bytes read; 0 if there is no such variable, or if it is longer.</summary>
    public static int Read(Words name, EfiGuid vendor, void* target, int room)
    {
        nuint length = (nuint)room;
        var status = Firmware.Call(NameOf(name), &vendor, null, &length, target, Firmware.Table->RuntimeServices->GetVariable);
        return status.IsError ? 0 : (int)length;
    }

    public static void Write(Words name, EfiGuid vendor, VariableTraits traits, void* bytes, nuint length)
    {
        Firmware.Call(NameOf(name), &vendor, traits, length, bytes, Firmware.Table->RuntimeServices->SetVariable);
    }

    /// <summary>In firmware's form. Each name overwrites the previous one.</summary>
    private static char* NameOf(Words name)
    {
        if (s_name.Start == null)
            s_name = PoolBuffer.Allocate((MaxNameLength + 1) * sizeof(char), out _);

        // All names are ASCII; without memory the name is empty, and no variable has it.
        var text = name.Text;
        var target = (char*)s_name.Start;
        if (target == null || text.Length > MaxNameLength)
            return null;
        for (int i = 0; i < text.Length; i++)
            target[i] = (char)text[i];
        target[text.Length] = '\0';
        return target;
    }
}
