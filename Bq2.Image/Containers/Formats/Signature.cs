using System.Text;

namespace Bq2.Image;

/// <summary>What a signature identifies.</summary>
internal enum SignatureKind
{
    /// <summary>A disk in an unsupported container.</summary>
    Container,

    /// <summary>A compressed file or an archive: there may be a disk in it.</summary>
    Archive,

    /// <summary>The content of a raw disk or a partition.</summary>
    Content,
}

/// <summary>An unsupported format, and the bytes that identify it.</summary>
/// <param name="Kind">What kind of thing it is.</param>
/// <param name="Name">One word for programs; qemu-img's name if it has one.</param>
/// <param name="Description">What it is, with its article, for people.</param>
/// <param name="Offset">The offset of the bytes; negative offsets count from the end.</param>
/// <param name="Magic">The bytes, one character each.</param>
/// <param name="Remedy">How to get a disk from it.</param>
internal sealed record Signature(SignatureKind Kind, string Name, string Description, long Offset, string Magic, string? Remedy = null)
{
    private readonly byte[] _magic = Encoding.Latin1.GetBytes(Magic);

    public bool IsIn(Source source)
    {
        long place = Offset < 0 ? source.Length + Offset : Offset;
        bool isThere = place >= 0 && source.Length - place >= _magic.Length;
        return isThere && source.ReadBytes(place, _magic.Length).AsSpan().SequenceEqual(_magic);
    }
}
