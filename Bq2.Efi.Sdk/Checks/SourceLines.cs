using System.Reflection.Metadata;

namespace Bq2.Efi.Sdk;

/// <summary>The source lines of an assembly's instructions, from the .pdb beside it.</summary>
internal sealed class SourceLines : IDisposable
{
    private readonly MetadataReaderProvider _provider;
    private readonly MetadataReader _reader;

    private SourceLines(MetadataReaderProvider provider) => (_provider, _reader) = (provider, provider.GetMetadataReader());

    public static SourceLines? Beside(string assembly)
    {
        string path = Path.ChangeExtension(assembly, ".pdb");
        if (!File.Exists(path))
            return null;
        try
        {
            return new(MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(path)));
        }
        catch (BadImageFormatException)
        {
            // An older kind of .pdb: faults name the method only.
            return null;
        }
    }

    /// <summary>The source line of the instruction, or of the last one before it that has a line.</summary>
    public (string File, int Line, int Column)? Find(MethodDefinitionHandle method, int offset)
    {
        var points = _reader.GetMethodDebugInformation(method).GetSequencePoints()
            .Where(point => !point.IsHidden && point.Offset <= offset);
        return points.Any() && points.Last() is var found
            ? (_reader.GetString(_reader.GetDocument(found.Document).Name), found.StartLine, found.StartColumn)
            : null;
    }

    public void Dispose() => _provider.Dispose();
}
