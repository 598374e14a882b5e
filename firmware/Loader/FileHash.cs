using System.Text;
using Bq2.Efi.Boot;
using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>The SHA-256 that a file must have, computed while the file is read; nothing if the entry names none.</summary>
internal readonly unsafe ref struct FileHash
{
    private readonly ReadOnlySpan<byte> _expected;
    private readonly PoolBuffer _hash;

    public FileHash(ReadOnlySpan<byte> expected)
    {
        _expected = expected;
        if (!expected.IsEmpty)
            _hash = PoolBuffer.Allocate(sizeof(Sha256), out _);
    }

    /// <summary>For <see cref="OpenFile.Read(byte*, ulong, Sha256*)"/>; null if there is no hash to check.</summary>
    public Sha256* Start()
    {
        var hash = (Sha256*)_hash.Start;
        if (hash != null)
            hash->Start();
        return hash;
    }

    public EfiStatus Check(ReadOnlySpan<byte> path, Entry entry)
    {
        if (_expected.IsEmpty)
            return EfiStatus.Success;
        if (_hash.Start == null)
            return EfiStatus.OutOfResources;   // which was said

        var found = Scratch.Bytes(Sha256.Size);
        var text = Scratch.Bytes(2 * Sha256.Size);
        ((Sha256*)_hash.Start)->Finish(found);
        Sha256.WriteText(found, text);
        return Ascii.EqualsIgnoreCase(text, _expected)
            ? EfiStatus.Success
            : Fault.Say(EfiStatus.CompromisedData, "wrong content of "u8).AddPath(path).In(entry).Because("its SHA-256 is "u8)
                .AddText(text).Add(", the entry says "u8).AddText(_expected)
                .Try("put the file there that the entry was made for, or correct the hash"u8);
    }
}
