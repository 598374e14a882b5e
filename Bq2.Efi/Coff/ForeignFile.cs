namespace Bq2.Efi.Coff;

/// <summary>Recognizes files that people pass to a linker by mistake instead of a COFF object.</summary>
internal static class ForeignFile
{
    /// <summary>The fault, or null if the file may be an object.</summary>
    public static Fault? Recognise(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0x7f, (byte)'E', (byte)'L', (byte)'F', ..] =>
            Refuse("an ELF file", "compile it with --target=x86_64-pc-windows-msvc or aarch64-pc-windows-msvc"),
        [(byte)'M', (byte)'Z', ..] => Refuse("a finished PE image", "link the objects that it was made from"),
        [(byte)'B', (byte)'C', 0xc0, 0xde, ..] => Refuse("LLVM bitcode", "compile it without -flto"),
        [0xcf or 0xce, 0xfa, 0xed, 0xfe, ..] =>
            Refuse("a Mach-O file", "compile it with --target=x86_64-pc-windows-msvc or aarch64-pc-windows-msvc"),
        [(byte)'!', (byte)'<', (byte)'a' or (byte)'t', ..] => Refuse("an archive", "pass it to the linker as a library"),
        [0, 0, 0xff, 0xff, 0, 0, ..] => Refuse("an import object", "a UEFI program cannot import anything; link the code itself"),
        [] => new(EfiFaults.ForeignObject, "the file is empty"),
        _ => null,
    };

    private static Fault Refuse(string what, string hint) => new(EfiFaults.ForeignObject, $"this is {what}, not a COFF object")
    {
        Hint = hint,
    };
}
