using System.Globalization;
using Bq2.Efi.Binary;

namespace Bq2.Efi.Pe;

/// <summary>Collects findings about one image. Of one rule only the first are kept: a damaged table may break it a million times.</summary>
internal sealed class Findings(PeImage image)
{
    private const int GreatestPerRule = 16;

    private readonly List<EfiFinding> _all = [];
    private readonly Dictionary<string, int> _counts = [];

    public PeImage Image => image;

    public void Refuse(RuleMakers makers, string code, FormattableString message, long offset, int count, string? hint = null) =>
        Add(Severity.Refused, makers, code, message, offset, count, hint);

    public void Warn(RuleMakers makers, string code, FormattableString message, long offset, int count, string? hint = null) =>
        Add(Severity.Warning, makers, code, message, offset, count, hint);

    public void Note(RuleMakers makers, string code, FormattableString message, long offset, int count, string? hint = null) =>
        Add(Severity.Note, makers, code, message, offset, count, hint);

    private void Add(Severity severity, RuleMakers makers, string code, FormattableString message, long offset, int count, string? hint)
    {
        int before = _counts.GetValueOrDefault(code);
        _counts[code] = before + 1;
        if (before < GreatestPerRule)
        {
            var fault = new Fault(new FaultCode(code, "", ""), message.ToString(CultureInfo.InvariantCulture)) { Path = image.Path, Hint = hint };
            _all.Add(new(severity, makers, fault.Showing(image.Bytes, offset, count)));
        }
    }

    /// <summary>What was found, in order; where something was left out, the last of its rule says so.</summary>
    public IReadOnlyList<EfiFinding> All()
    {
        foreach (var (code, count) in _counts)
        {
            if (count <= GreatestPerRule)
                continue;
            int last = _all.FindLastIndex(finding => finding.Fault.Code == code);
            var fault = _all[last].Fault;
            string more = string.Create(CultureInfo.InvariantCulture, $"{fault.Message}; and {count - GreatestPerRule} more of this kind");
            _all[last] = _all[last] with { Fault = fault with { Message = more } };
        }

        return _all;
    }
}
