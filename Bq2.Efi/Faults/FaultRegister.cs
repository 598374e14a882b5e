namespace Bq2.Efi;

/// <summary>Collects the fault codes of one library in the order of their declaration.</summary>
internal sealed class FaultRegister
{
    private readonly List<FaultCode> _all = [];

    public IReadOnlyList<FaultCode> All => _all;

    public FaultCode Add(string code, string meaning, string remedy)
    {
        var added = new FaultCode(code, meaning, remedy);
        _all.Add(added);
        return added;
    }
}
