using Bq2.Efi.Files;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Coff;

public sealed partial class CoffObject
{
    /// <summary>Reads the object file at a path.</summary>
    public static CoffObject Read(string path) => Read(path, NamedFile.ReadAll(path));

    /// <summary>Reads an object and checks every offset and count in its tables.</summary>
    /// <exception cref="FaultException">The bytes are not an object that we can link; the fault says where and why.</exception>
    public static CoffObject Read(string path, ReadOnlyMemory<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (ForeignFile.Recognise(bytes.Span) is { } foreign)
            throw new FaultException(foreign with { Path = path });
        if (bytes.Length < CoffHeader.Size)
        {
            throw new FaultException(new(EfiFaults.ObjectTooShort, $"the file has {bytes.Length} bytes, but a header has {CoffHeader.Size}")
            {
                Path = path,
            });
        }

        var tables = ObjectTables.Of(bytes.Span);
        var reading = new Reading(path, bytes);
        if (tables.Machine is not (Machine.X64 or Machine.Arm64))
        {
            throw reading.Fails(
                EfiFaults.ObjectMachine, $"machine 0x{(ushort)tables.Machine:x4}, expected 0x8664 (x86_64) or 0xaa64 (aarch64)",
                tables.MachineField, "is this a COFF object, compiled for windows or uefi?");
        }

        reading.CheckTables(tables);
        var made = new CoffObject(path, bytes, tables);
        var strings = new StringTable(bytes.Span, made._stringTable);
        if (strings.FindEndless() is >= 0 and var endless)
        {
            throw reading.Fails(
                EfiFaults.NameTooLong, $"a name of more than {StringTable.MaxNameLength} bytes", made._stringTable + endless, 16);
        }

        made.CheckSections(reading, strings);
        if (made.IsBig)
            made.CheckSymbols(reading, strings, made.Rows<BigSymbolRecord>());
        else
            made.CheckSymbols(reading, strings, made.Rows<CoffSymbolRecord>());
        return made;
    }
}
