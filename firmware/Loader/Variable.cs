using System.Runtime.InteropServices;
using Bq2.Efi.Boot;
using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>
/// Variables, by which loaders and the systems that they start talk to each other: systemd's "Boot Loader Interface".
/// What cannot be written is no reason not to boot.
/// </summary>
internal static unsafe class Variable
{
    /// <summary>Until the machine is switched off.</summary>
    public const VariableTraits Passing = VariableTraits.BootService | VariableTraits.Runtime;

    public const VariableTraits Lasting = Passing | VariableTraits.NonVolatile;

    /// <summary>In characters. Texts are ids, names and numbers.</summary>
    public const int LongestText = 512;

    public static EfiGuid Loader => new(0x4a67b082, 0x0a4c, 0x41cf, 0xb6c7, 0x440b29bb8c4f);

    /// <summary>The text in UTF-8, in a buffer of the caller's; empty when there is no such variable.</summary>
    public static ReadOnlySpan<byte> ReadText(string name, Span<byte> target)
    {
        char* buffer = stackalloc char[LongestText];
        int length = Read(name, Loader, buffer, LongestText * sizeof(char)) / sizeof(char);
        while (length > 0 && buffer[length - 1] == '\0')
            length--;

        var writer = new Utf8Writer(target);
        writer.Add(new ReadOnlySpan<char>(buffer, length));
        return writer.Written;
    }

    public static void WriteText(string name, ReadOnlySpan<byte> utf8, VariableTraits traits = Passing)
    {
        Span<char> buffer = stackalloc char[LongestText];
        var writer = new Utf16Writer(buffer);
        writer.Add(utf8);
        writer.Add('\0');
        if (writer.Fault != TextFault.None)
            return;

        fixed (char* text = &MemoryMarshal.GetReference(buffer))
            Write(name, Loader, traits, text, (nuint)writer.Length * sizeof(char));
    }

    public static void WriteNumber(string name, ulong number)
    {
        Span<byte> buffer = stackalloc byte[20];
        var writer = new Utf8Writer(buffer);
        writer.AddNumber(number);
        WriteText(name, writer.Written);
    }

    public static void Delete(string name) => Write(name, Loader, VariableTraits.None, null, 0);

    /// <summary>How many bytes there were; 0 when there is no such variable, or it is longer.</summary>
    public static int Read(string name, EfiGuid vendor, void* target, int room)
    {
        nuint length = (nuint)room;
        fixed (char* text = name)
        {
            var status = Firmware.Table->RuntimeServices->GetVariable(text, &vendor, null, &length, target);
            return status.IsError ? 0 : (int)length;
        }
    }

    public static void Write(string name, EfiGuid vendor, VariableTraits traits, void* bytes, nuint length)
    {
        fixed (char* text = name)
            Firmware.Table->RuntimeServices->SetVariable(text, &vendor, traits, length, bytes);
    }
}
