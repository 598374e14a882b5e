using System.Globalization;
using Bq2.Efi.Binary;

namespace Bq2.Efi.Pe;

/// <summary>Collects findings about one image. Of one rule only the first are kept: a damaged table may break it a million times.</summary>
internal sealed class Findings(PeImage image)
{
    private const int MaxPerRule = 16;

    private readonly List<EfiFinding> _all = [];
    private readonly Dictionary<FaultCode, int> _counts = [];

    public PeImage Image => image;

    /// <summary>Notes what keeps the image from being taken, and by whom.</summary>
    public void Refuse(EfiJudges judges, FaultCode rule, FormattableString message, long offset, int count, string? hint = null) =>
        Add(judges, rule, message, offset, count, hint);

    /// <summary>Notes what nobody refuses the image for.</summary>
    public void Advise(FaultCode rule, FormattableString message, long offset, int count, string? hint = null) =>
        Add(EfiJudges.None, rule, message, offset, count, hint);

    /// <summary>The same for a field in the file.</summary>
    public void Refuse(EfiJudges judges, FaultCode rule, FormattableString message, FieldPlace field, string? hint = null) =>
        Add(judges, rule, message, field.Offset, field.Length, hint);

    /// <summary>The same for a field in the file.</summary>
    public void Advise(FaultCode rule, FormattableString message, FieldPlace field, string? hint = null) =>
        Add(EfiJudges.None, rule, message, field.Offset, field.Length, hint);

    private void Add(EfiJudges judges, FaultCode rule, FormattableString message, long offset, int count, string? hint)
    {
        int before = _counts.GetValueOrDefault(rule);
        _counts[rule] = before + 1;
        if (before < MaxPerRule)
        {
            var fault = new Fault(rule, message.ToString(CultureInfo.InvariantCulture)) { Path = image.Path, Hint = hint };
            _all.Add(new(judges, fault.Showing(image.Bytes, offset, count)));
        }
    }

    /// <summary>What was found, in order; where something was left out, the last of its rule says so.</summary>
    public IReadOnlyList<EfiFinding> All()
    {
        foreach (var (rule, count) in _counts)
        {
            if (count <= MaxPerRule)
                continue;
            int last = _all.FindLastIndex(finding => finding.Fault.Kind == rule);
            var fault = _all[last].Fault;
            string more = string.Create(CultureInfo.InvariantCulture, $"{fault.Message}; and {count - MaxPerRule} more of this kind");
            _all[last] = _all[last] with { Fault = fault with { Message = more } };
        }

        return _all;
    }
}
