using System.Runtime.CompilerServices;
using Bq2.Sysroot;
using Spectre.Console;

namespace Bq2.Cli;

/// <summary>A progress bar for slow work: on a terminal, after a second; nothing in a pipe.</summary>
internal static class Progress
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_beat = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Whether the progress is a percentage line as in qemu-img -p: on standard output, or on standard error if the image goes to
    /// standard output.
    /// </summary>
    public static bool InPercent { get; set; }

    /// <summary>Runs the work, which reports how much of <paramref name="total"/> is done.</summary>
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

    /// <summary>
    /// The same for work that changes a file in place: when the program is interrupted, its token tells it to stop where the file is
    /// whole.
    /// </summary>
    public static void ShowInPlace(string title, long total, Action<IProgress<long>, CancellationToken> work)
    {
        var cancellation = Interruption.InPlace();
        Show(title, total, progress => work(progress, cancellation));
    }

    // In its own method, so that Spectre.Console is loaded only if a bar is drawn.
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

        // The bar hides the cursor; restore it after Ctrl-C.
        using var cursor = new Cleanup(console.Cursor.Show);
        console.Progress().AutoClear(true).Start(bars =>
        {
            var bar = bars.AddTask(Markup.Escape(title), maxValue: total);
            while (!over.Wait(s_beat))
                bar.Value = done.Reached;
        });
    }

    /// <summary>The progress so far; written by one or more threads, read by another.</summary>
    private sealed class Mark : IProgress<long>
    {
        private long _reached;

        public long Reached => Volatile.Read(ref _reached);

        public void Report(long value) => Volatile.Write(ref _reached, value);
    }
}
