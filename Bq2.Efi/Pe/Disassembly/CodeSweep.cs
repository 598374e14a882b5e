using Iced.Intel;

namespace Bq2.Efi.Pe;

/// <summary>
/// Decodes a section of x86-64 code once, from its start to its end, and tells which instruction holds an address.
/// Where a function is known to start, an instruction does.
/// </summary>
internal sealed class CodeSweep
{
    private readonly ReadOnlyMemory<byte> _code;
    private readonly uint _address;
    private readonly uint[] _starts;
    private readonly Decoder _decoder;
    private readonly MemoryCode _reader;
    private int _nextStart;
    private Instruction _last;

    /// <param name="code">The section's bytes.</param>
    /// <param name="address">Where they lie in memory.</param>
    /// <param name="starts">Addresses of functions, ascending.</param>
    public CodeSweep(ReadOnlyMemory<byte> code, uint address, uint[] starts)
    {
        (_code, _address, _starts) = (code, address, starts);
        _reader = new(code);
        _decoder = Decoder.Create(64, _reader, address);
    }

    /// <summary>The instruction that holds an address. Addresses must ascend from call to call.</summary>
    public Instruction At(uint address)
    {
        while (_last.NextIP <= address && _decoder.IP - _address < (ulong)_code.Length)
        {
            KeepStep();
            _decoder.Decode(out _last);
            if (_last.IsInvalid)
                Seek((uint)_last.IP + 1);
        }

        return _last;
    }

    public ConstantOffsets OffsetsOf(in Instruction instruction) => _decoder.GetConstantOffsets(instruction);

    // What the decoder skipped or swallowed of a function's first byte, it goes back for.
    private void KeepStep()
    {
        while (_nextStart < _starts.Length && _starts[_nextStart] < _decoder.IP)
        {
            uint start = _starts[_nextStart++];
            if (start > _last.IP && start >= _address)
                Seek(start);
        }
    }

    private void Seek(uint address)
    {
        _reader.Position = (int)(address - _address);
        _decoder.IP = address;
    }
}
