using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Mixtura.Data;
using Mixtura.Estimation;

namespace Mixtura.Mixtures;

/// <summary>A fitted mixture of any kind and what happened on the way, as data.</summary>
public abstract record MixtureFit
{
    /// <summary>The model whose bound is reported, its components in canonical order: falling weight, ties by their parameters.</summary>
    public Mixture Model => AnyModel;

    /// <summary>The lower bound (eqs. 11, 13, 19) of <see cref="Model"/>, total, in nats. For maximum likelihood it equals the log-likelihood; with a prior,
    /// the log prior (up to a constant) is added.</summary>
    public required double LowerBound { get; init; }

    /// <summary>The bound of the winning start at its beginning and after each of its iterations: <c>Iterations + 1</c> numbers. What failed moves tried is not
    /// in it.</summary>
    public required IReadOnlyList<double> Trace { get; init; }

    /// <summary>The mixture of every entry of <see cref="Trace"/>, components in the order of <see cref="Model"/>; empty unless <see cref="EmOptions.KeepPath"/>.</summary>
    public IReadOnlyList<Mixture> Path => AnyPath;

    /// <summary>The iterations of the winning start: M-steps, or leaps in place of them.</summary>
    public int Iterations => Math.Max(0, Trace.Count - 1);

    /// <summary>Why the winning start stopped; <see cref="StopReason.Cancelled"/> if the fit was cancelled at any start.</summary>
    public required StopReason StopReason { get; init; }

    /// <summary>Whether it converged.</summary>
    public bool Converged => StopReason == StopReason.Converged;

    /// <summary>What is wrong with the model if even the best is degenerate, else null; <see cref="Warnings"/> has the sentence.</summary>
    public Degeneracy? Degeneracy { get; init; }

    /// <summary>The parameters of the model that stayed as they were in the start (<see cref="MixtureOptions.Fixed"/>): AIC, BIC and ICL count the others alone.</summary>
    public int FixedParameters { get; init; }

    /// <summary>Rows so far from all others that they have components to themselves; empty where there are none.</summary>
    public IReadOnlyList<LoneRow> LoneRows { get; init; } = [];

    /// <summary>Rows that alone make up most of a component's variance along a feature; empty if there are none. Each has its sentence in <see cref="Warnings"/>.</summary>
    public IReadOnlyList<WideningRow> WideningRows { get; init; } = [];

    /// <summary>Every start, in order.</summary>
    public required IReadOnlyList<RestartOutcome> Restarts { get; init; }

    /// <summary>The start that won, an index into <see cref="Restarts"/>.</summary>
    public required int BestRestart { get; init; }

    /// <summary>The log-likelihood, the entropy and the criteria of <see cref="Model"/> on the data.</summary>
    public required MixtureScore Score { get; init; }

    /// <summary>The work of the search, all starts together, in sweeps over the data: one over m of N rows counts m/N, one of c of K components c/K; K-means
    /// iterations and moves that failed count too.</summary>
    public required double DataPasses { get; init; }

    /// <summary>The rows of positive weight: those of weight 0 tell nothing, and are counted nowhere.</summary>
    public required long WeightedRows { get; init; }

    /// <summary>Whether a row had another weight than 1.</summary>
    public bool IsWeighted { get; init; }

    /// <summary>The cells that were missing and were integrated out; null if none was.</summary>
    public MissingCellCount? Missing { get; init; }

    /// <summary>Where the model is degenerate: features of so few different values that they look like classes, counted from 0.</summary>
    public IReadOnlyList<int> ClassLikeFeatures { get; init; } = [];

    /// <summary>How the starts were found: the name of the initialization, or <c>given</c>.</summary>
    public required string Initialization { get; init; }

    /// <summary>The name of the prior on the parameters, or null for maximum likelihood.</summary>
    public string? PriorName { get; init; }

    /// <summary>How the parameters were found: <c>em</c> or <c>variational</c>.</summary>
    public virtual string Method => "em";

    /// <summary>The seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>What the person who looks should know; empty if all is well.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>How well the table of counts is described where all features are categorical; null otherwise, or where the table is large.</summary>
    public TableFit? Table { get; init; }

    /// <summary>How the model predicts the rows whose class is known, which it was fitted to; null without known labels.</summary>
    public Classification? Classification { get; init; }

    /// <summary>What was chosen for each class, where classes have models of their own; empty elsewhere. <see cref="FixedParameters"/> are then those that the classes' structures save.</summary>
    public IReadOnlyList<ClassModel> ClassModels { get; init; } = [];

    /// <summary>1 − entropy of the responsibilities / (Σᵢ wᵢ · log K): 1 where every row belongs to one component for certain, 0 where all are alike (entropy R² in latent class analysis); NaN for one component.</summary>
    public double EntropyR2 => Model.Components > 1 ? 1 - (Score.Entropy / (Score.TotalWeight * Math.Log(Model.Components))) : double.NaN;

    /// <summary>AIC, BIC and ICL; smaller is better.</summary>
    public InformationCriteria Criteria => Score.Criteria;

    /// <summary>A fit equals itself alone: it holds models and lists, which are not compared.</summary>
    public virtual bool Equals(MixtureFit? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    /// <summary>The model and what came of it, such as <c>gaussian mixture of 2 components over 2 features: Converged after 7 iterations, bound -1130.264, BIC 2322.192</c>.</summary>
    public sealed override string ToString() =>
        FormattableString.Invariant($"{Model}: {StopReason} after {Counted.Of(Iterations, "iteration")}, bound {LowerBound:F3}{(double.IsNaN(Criteria.Bic) ? string.Empty : FormattableString.Invariant($", BIC {Criteria.Bic:F3}"))}{(Degeneracy is null ? string.Empty : ", degenerate")}");

    /// <summary>The same fit, the components of its model named.</summary>
    /// <param name="names">K names, in the order of the components.</param>
    /// <exception cref="InputException">They are not as many as the components, or two are the same.</exception>
    public abstract MixtureFit WithComponentNames(params IReadOnlyList<string> names);

    private protected abstract Mixture AnyModel { get; }

    private protected abstract IReadOnlyList<Mixture> AnyPath { get; }
}

/// <summary>A fitted mixture of one kind and what happened on the way.</summary>
/// <typeparam name="TMixture">The kind.</typeparam>
public record MixtureFit<TMixture> : MixtureFit
    where TMixture : Mixture
{
    internal MixtureFit()
    {
    }

    /// <summary>The same fit.</summary>
    [SetsRequiredMembers]
    protected MixtureFit(MixtureFit<TMixture> original)
        : base(original)
    {
        ArgumentNullException.ThrowIfNull(original);
        Model = original.Model;
        Path = original.Path;
    }

    /// <inheritdoc cref="MixtureFit.Model"/>
    public required new TMixture Model { get; init; }

    /// <inheritdoc cref="MixtureFit.Path"/>
    public new IReadOnlyList<TMixture> Path { get; init; } = [];

    /// <inheritdoc/>
    public override MixtureFit WithComponentNames(params IReadOnlyList<string> names) => this with { Model = (TMixture)Model.WithComponentNames(names) };

    private protected override Mixture AnyModel => Model;

    private protected override IReadOnlyList<Mixture> AnyPath => Path;
}
