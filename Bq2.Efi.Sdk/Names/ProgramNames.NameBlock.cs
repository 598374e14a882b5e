using System.Text;

namespace Bq2.Efi.Sdk;

internal sealed partial class ProgramNames
{
    /// <summary>The names after the rows, each once and ended by a NUL.</summary>
    private sealed class NameBlock(int headerLength)
    {
        private readonly Dictionary<string, int> _offsets = [];

        public List<byte> Bytes { get; } = [];

        public int OffsetOf(string name)
        {
            if (!_offsets.TryGetValue(name, out int offset))
            {
                _offsets[name] = offset = headerLength + Bytes.Count;
                Bytes.AddRange([.. Encoding.UTF8.GetBytes(name), 0]);
            }

            return offset;
        }
    }
}
