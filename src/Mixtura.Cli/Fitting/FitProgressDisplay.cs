using System.Globalization;
using Mixtura.Mixtures;
using Spectre.Console;

namespace Mixtura.Cli.Fitting;

/// <summary>Shows on a terminal where a fit stands; short fits show nothing.</summary>
/// <remarks>The fit only leaves its last word here; a thread of its own draws it ten times a second.</remarks>
internal sealed class FitProgressDisplay : IProgress<FitProgress>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private readonly ManualResetEventSlim ended = new();
    private readonly double totalWeight;
    private readonly double boundShift;
    private readonly Thread drawer;
    private FitProgress last;

    /// <param name="error">The terminal.</param>
    /// <param name="totalWeight">Σᵢ wᵢ, to show the bound per row.</param>
    /// <param name="boundShift">Added to bounds: from the units of the fit to the data's.</param>
    public FitProgressDisplay(TextWriter error, double totalWeight, double boundShift)
    {
        this.totalWeight = totalWeight;
        this.boundShift = boundShift;
        drawer = new Thread(() => Draw(error)) { IsBackground = true, Name = "progress" };
        drawer.Start();
    }

    public void Report(FitProgress value)
    {
        lock (gate)
        {
            last = value;
        }
    }

    public void Dispose()
    {
        ended.Set();
        drawer.Join();
        ended.Dispose();
    }

    private void Draw(TextWriter error)
    {
        if (ended.Wait(Patience))
        {
            return;
        }

        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        terminal.Progress().AutoClear(true).HideCompleted(true)
            .Columns(new SpinnerColumn(), new ProgressBarColumn { Width = 10 }, new TaskDescriptionColumn { Alignment = Justify.Left }, new ElapsedTimeColumn())
            .Start(Follow);
    }

    private void Follow(ProgressContext context)
    {
        var task = context.AddTask("reading the data");
        do
        {
            FitProgress now;
            lock (gate)
            {
                now = last;
            }

            if (now.Restarts > 0)
            {
                task.MaxValue = now.Restarts + 1;
                task.Value = now.FinishedRestarts;
                task.Description = Line(now);
            }
        }
        while (!ended.Wait(Interval));
    }

    // after all starts the best one is continued to the tolerance
    private string Line(FitProgress now) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Prefix(now.Phase)}start {now.Restart} of 0…{Math.Max(now.Restarts - 1, now.Restart)}, iteration {now.Iteration}, {(now.LowerBound + boundShift) / totalWeight:F6} nats per row");

    private static string Prefix(FitPhase phase) => phase switch
    {
        FitPhase.Finish => "best ",
        FitPhase.Sample => "on a sample: ",
        _ => string.Empty,
    };
}
