using Bq2.Efi.Binary;

namespace Bq2.Efi.Coff;

public sealed partial class CoffObject
{
    /// <summary>The long names of an object; the table's first four bytes are its own length.</summary>
    private readonly ref struct StringTable
    {
        // Names may overlap: without a limit, a small file could have so many long names that reading them would never end.
        public const int MaxNameLength = 1 << 16;

        private readonly ReadOnlySpan<byte> _bytes;
        private readonly bool _endsInNul;

        public StringTable(ReadOnlySpan<byte> file, int offset)
        {
            var rest = file[Math.Min(offset, file.Length)..];
            _bytes = rest.Length < sizeof(uint) ? [] : rest[..(int)Math.Min(rest.ReadAt<uint>(0), (uint)rest.Length)];
            _endsInNul = _bytes is [.., 0];
        }

        public int Length => _bytes.Length;

        /// <summary>The offset of a name longer than the limit; -1 if there is none.</summary>
        public int FindEndless()
        {
            for (int at = sizeof(uint), last; _bytes.Length - at > MaxNameLength; at += last + 1)
            {
                last = _bytes.Slice(at, MaxNameLength + 1).LastIndexOf((byte)0);
                if (last < 0)
                    return at;
            }

            return -1;
        }

        /// <summary>Whether a name at this offset has an end. If the table ends in a NUL, as it should, every name has.</summary>
        public bool Holds(uint name) =>
            name >= sizeof(uint) && name < _bytes.Length && (_endsInNul || _bytes[(int)name..].Contains((byte)0));
    }
}
