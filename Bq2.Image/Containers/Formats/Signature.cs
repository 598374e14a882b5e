using System.Text;

namespace Bq2.Image;

/// <summary>What kind of thing a signature tells of.</summary>
internal enum SignatureKind
{
    /// <summary>A disk in a container that is not read here.</summary>
    Container,

    /// <summary>A packed file, or several in one: there may be a disk in it.</summary>
    Archive,

    /// <summary>What the bytes of a raw disk, or of a partition, hold.</summary>
    Content,
}

/// <summary>A format that is not read here, and the bytes by which it is known.</summary>
/// <param name="Kind">What kind of thing it is.</param>
/// <param name="Name">One word for programs; qemu-img's, where it has one.</param>
/// <param name="Description">What it is, with its article, for people.</param>
/// <param name="Offset">Where the bytes are; negative offsets count from the end.</param>
/// <param name="Magic">The bytes, a letter each.</param>
/// <param name="Remedy">What makes a disk of it.</param>
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
