using System.Runtime.CompilerServices;
using Bq2.Sysroot;
using Spectre.Console;

namespace Bq2.Cli;

/// <summary>A bar for work that takes its time: on a terminal, after a second; nothing in a pipe.</summary>
internal static class Progress
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_beat = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Whether it is shown as qemu-img's -p shows it: a line of per cent on standard output, or on the other where that is taken.
    /// </summary>
    public static bool InPercent { get; set; }

    /// <summary>Does the work, which reports how much of <paramref name="total"/> it has done so far.</summary>
    public static void Show(string title, long total, Action<IProgress<long>> work)
    {
        var done = new Mark();
        if (InPercent && !Say.Quiet)
        {
            var line = new PercentLine(title == "standard output" ? Console.Error : Console.Out, total);
            work(line);
            line.Report(total);
            return;
        }

        if (Say.Quiet || Console.IsErrorRedirected || Ambient.Terminal is null or "dumb")
        {
            work(done);
            return;
        }

        using var over = new ManualResetEventSlim();
        var bar = Task.Run(() =>
        {
            if (!over.Wait(s_patience))
                Draw(title, total, done, over);
        });
        try
        {
            work(done);
        }
        finally
        {
            over.Set();
            bar.Wait();
        }
    }

    // By itself, so that Spectre.Console is loaded only for a bar that is drawn.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Draw(string title, long total, Mark done, ManualResetEventSlim over)
    {
        var console = AnsiConsole.Create(new()
        {
            Out = new AnsiConsoleOutput(new StreamWriter(Console.OpenStandardError()) { AutoFlush = true }),
            Ansi = AnsiSupport.Yes,
            ColorSystem = Ambient.NoColor ? ColorSystemSupport.NoColors
                : Ambient.Terminal!.Contains("256color", StringComparison.Ordinal) ? ColorSystemSupport.EightBit
                    : ColorSystemSupport.Standard,
        });

        // The bar hides the cursor; whoever presses Ctrl-C wants it back.
        using var cursor = new Cleanup(console.Cursor.Show);
        console.Progress().AutoClear(true).Start(bars =>
        {
            var bar = bars.AddTask(Markup.Escape(title), maxValue: total);
            while (!over.Wait(s_beat))
                bar.Value = done.Reached;
        });
    }

    /// <summary>How far the work is; told by one thread, or many, and read by another.</summary>
    private sealed class Mark : IProgress<long>
    {
        private long _reached;

        public long Reached => Volatile.Read(ref _reached);

        public void Report(long value) => Volatile.Write(ref _reached, value);
    }
}
