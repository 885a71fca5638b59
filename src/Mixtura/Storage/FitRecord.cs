using System.Runtime.CompilerServices;
using Mixtura.Bayesian;
using Mixtura.Estimation;
using Mixtura.Mixtures;
using Mixtura.Selection;

namespace Mixtura.Storage;

/// <summary>How a stored model was fitted, as its file tells.</summary>
/// <param name="Method"><c>em</c>, <c>online-em</c> or <c>variational</c>.</param>
/// <param name="Rows">The number of rows it was fitted to.</param>
/// <param name="TotalWeight">Σᵢ wᵢ.</param>
/// <param name="LogLikelihood">Total, in nats; of a variational fit the log predictive density of the data; NaN after on-line EM, which keeps no rows, as the bound and the criteria.</param>
/// <param name="LowerBound">Total, in nats.</param>
/// <param name="Iterations">The M-steps of the winning start; of on-line EM the batches.</param>
/// <param name="StopReason"><c>converged</c>, <c>iteration-limit</c>, <c>degenerate</c> or <c>cancelled</c>; of on-line EM <c>end-of-data</c> or one of the last two.</param>
/// <param name="Trace">The bound at the start and after every M-step, total, in nats; of on-line EM the mean log density of batch after batch before it was learnt, in nats a row.</param>
/// <param name="Parameters">The number of free parameters.</param>
/// <param name="Aic">Smaller is better; NaN for a variational fit, as the two that follow.</param>
/// <param name="Bic">Smaller is better.</param>
/// <param name="Icl">Smaller is better.</param>
/// <param name="Init">How the starts were found.</param>
/// <param name="Restarts">The number of starts.</param>
/// <param name="Seed">The seed.</param>
/// <param name="DataPasses">The work of the search in sweeps over the data.</param>
/// <param name="Warnings">What should be known.</param>
/// <param name="Version">The version of the library that fitted it.</param>
public sealed record FitRecord(
    string Method, long Rows, double TotalWeight, double LogLikelihood, double LowerBound, int Iterations, string StopReason,
    IReadOnlyList<double> Trace, int Parameters, double Aic, double Bic, double Icl, string Init, int Restarts, ulong Seed,
    double DataPasses, IReadOnlyList<string> Warnings, string Version)
{
    /// <summary>Starts that end within this of each other, in nats per row, have reached the same optimum.</summary>
    public const double SameOptimum = 1e-4;

    private const string OnlineMethod = "online-em";
    private const string EndOfData = "end-of-data";

    /// <summary>Whether a row had another weight than 1; false where the file does not tell.</summary>
    public bool IsWeighted { get; init; }

    /// <summary>The missing cells that were integrated out; 0 where none was, or the file does not tell.</summary>
    public long MissingCells { get; init; }

    /// <summary>The parameters of the model that were held as they were at the start, beside <see cref="Parameters"/>; 0 where none was.</summary>
    public int FixedParameters { get; init; }

    /// <summary>How the components were merged into clusters; null where they were not.</summary>
    public ComponentMerging? Merging { get; init; }

    /// <summary>The name of the prior on means and covariances; null for maximum likelihood.</summary>
    public string? Prior { get; init; }

    /// <summary>How well the table of counts is described, where all features are categorical; null otherwise, or where the file does not tell.</summary>
    public TableFit? Table { get; init; }

    /// <summary>Entropy R² of a mixture with categorical features; NaN for others and for one component, or where the file does not tell.</summary>
    public double EntropyR2 { get; init; } = double.NaN;

    /// <summary>Σᵢ wᵢ over the rows that are more probably bad than good in their most probable component; NaN where components do not tell, or the file does not.</summary>
    public double BadRows { get; init; } = double.NaN;

    /// <summary>The share of those rows in all; NaN where they are not told.</summary>
    public double BadShare => BadRows / TotalWeight;

    /// <summary>How the model predicts rows of known class; null without known labels, or where the file does not tell.</summary>
    public Classification? Classification { get; init; }

    /// <summary>What was chosen for each class, where classes have models of their own; empty elsewhere.</summary>
    public IReadOnlyList<ClassModel> ClassModels { get; init; } = [];

    /// <summary>What was assumed when the data were read, such as <c>decimal comma</c>; empty where they were as usual, or the file does not tell.</summary>
    public IReadOnlyList<string> Reading { get; init; } = [];

    /// <summary>The parts of a variational bound; null for another, or where the file does not tell.</summary>
    public BoundTerms? BoundTerms { get; init; }

    /// <summary>How a stream was learnt; null for a fit that saw its rows again and again.</summary>
    public OnlineRecord? Online { get; init; }

    /// <summary>What became of every start; empty where the file does not tell.</summary>
    public IReadOnlyList<StartRecord> Starts { get; init; } = [];

    /// <summary>How many sound starts reached the best of them, to within <see cref="SameOptimum"/>; 0 if none is sound.</summary>
    public int StartsAtBest
    {
        get
        {
            double[] sound = [.. Starts.Where(static start => start.Degeneracy is null).Select(static start => start.LowerBound)];
            return sound.Count(bound => bound >= sound.Max() - (SameOptimum * TotalWeight));
        }
    }

    /// <summary>The mixture of every entry of <see cref="Trace"/>; empty unless it was kept.</summary>
    public IReadOnlyList<Mixture> Path { get; init; } = [];

    /// <summary>What a fit writes into its file.</summary>
    public static FitRecord Of(MixtureFit fit)
    {
        ArgumentNullException.ThrowIfNull(fit);
        return new FitRecord(
            fit.Method, fit.Score.Rows, fit.Score.TotalWeight, fit.Score.LogLikelihood, fit.LowerBound, fit.Iterations, NameOf(fit.StopReason),
            fit.Trace, fit.Model.ParameterCount - fit.FixedParameters, fit.Criteria.Aic, fit.Criteria.Bic, fit.Criteria.Icl, fit.Initialization, fit.Restarts.Count,
            fit.Seed, fit.DataPasses, WarningsOf(fit), LibraryVersion)
        {
            IsWeighted = fit.IsWeighted,
            MissingCells = fit.Missing?.Cells ?? 0,
            FixedParameters = fit.FixedParameters,
            Prior = fit.PriorName,
            Table = fit.Table,
            Classification = fit.Classification,
            ClassModels = fit.ClassModels,
            EntropyR2 = Enumerable.Range(0, fit.Model.Features).Any(j => fit.Model.LevelsOf(j).Count > 0) ? fit.EntropyR2 : double.NaN,
            BadRows = fit.Score.BadRows,
            BoundTerms = (fit as VariationalFit)?.BoundTerms,
            Starts = StartRecord.Of(fit.Restarts, fit.Model),
            Path = fit.Path,
        };
    }

    /// <summary>What a learner writes into its file. Where the stream ended among the rows of its start, that is the record of their fit.</summary>
    /// <param name="learner">The learner.</param>
    /// <param name="isInterrupted">Whether there was more to learn.</param>
    public static FitRecord Of(Learner learner, bool isInterrupted = false)
    {
        ArgumentNullException.ThrowIfNull(learner);
        if (learner is { Batches: 0, Start: { } whole })
        {
            return Of(whole);
        }

        var reason = isInterrupted ? NameOf(Estimation.StopReason.Cancelled) : learner.Degeneracy is null ? EndOfData : NameOf(Estimation.StopReason.Degenerate);
        return new FitRecord(
            OnlineMethod, learner.Rows, learner.TotalWeight, double.NaN, double.NaN, (int)Math.Min(int.MaxValue, learner.Batches), reason,
            learner.Trace, learner.Model.ParameterCount, double.NaN, double.NaN, double.NaN, learner.Start?.Initialization ?? "given", learner.Start?.Restarts.Count ?? 1,
            learner.Seed, 1, learner.Warnings, LibraryVersion)
        {
            IsWeighted = learner.IsWeighted,
            MissingCells = learner.MissingCells,
            Prior = learner.Start?.PriorName,
            Online = new OnlineRecord(learner.Batches, learner.Options.BatchRows, learner.BatchesPerEntry, learner.MeanLogDensity, learner.Options.HalfLife),
        };
    }

    private static IReadOnlyList<string> WarningsOf(MixtureFit fit) =>
        double.IsFinite(fit.LowerBound) && fit.Trace.All(double.IsFinite)
            ? fit.Warnings
            : [.. fit.Warnings, "A bound is not a finite number; it is written as null."];

    /// <summary>The name of a stop reason in files.</summary>
    public static string NameOf(StopReason reason) => reason switch
    {
        Estimation.StopReason.Converged => "converged",
        Estimation.StopReason.IterationLimit => "iteration-limit",
        Estimation.StopReason.Degenerate => "degenerate",
        Estimation.StopReason.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "There is no such stop reason."),
    };

    private static string LibraryVersion => typeof(FitRecord).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>It equals itself alone: it holds lists, which are not compared.</summary>
    public bool Equals(FitRecord? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
