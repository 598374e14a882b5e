using System.Globalization;

namespace Bq2.Cli;

/// <summary>The progress as qemu-img -p shows it: one line, overwritten each time.</summary>
internal sealed class PercentLine : IProgress<long>
{
    private readonly Lock _gate = new();
    private readonly TextWriter _output;
    private readonly long _total;
    private long _shown = -1;

    public PercentLine(TextWriter output, long total)
    {
        (_output, _total) = (output, total);
        Report(0);
    }

    public void Report(long value)
    {
        lock (_gate)
        {
            // Only in steps of one per cent: nobody reads faster.
            long hundredth = _total == 0 ? 100 : value * 100 / _total;
            if (hundredth <= _shown)
                return;

            _shown = hundredth;
            double percent = _total == 0 ? 100 : 100.0 * value / _total;
            _output.Write(string.Create(CultureInfo.InvariantCulture, $"    ({percent:0.00}/100%)\r{(hundredth == 100 ? "\n" : "")}"));
        }
    }
}
