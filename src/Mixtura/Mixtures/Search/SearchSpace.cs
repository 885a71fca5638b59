using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures.Starts;
using Mixtura.Numerics;

namespace Mixtura.Mixtures.Search;

/// <summary>What a search is made over: the data as its starts know them, and what a kind of component offers beside the E-step and the M-step.</summary>
/// <param name="start">What starts know of the data.</param>
internal abstract class SearchSpace<TModel, TStatistics>(StartContext start)
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    // rows to judge moves by: so many, and so many for each that a component needs at least
    private const int LeastRows = 8192;
    private const int RowsPerNeed = 100;

    private RowSample? thinned;

    /// <summary>What starts know of the data.</summary>
    public StartContext Start => start;

    /// <summary>The rows that moves are judged by.</summary>
    public RowSample Thinned => thinned ??= start.Sample.Thinned(Math.Max(LeastRows, RowsPerNeed * start.Components * (RowsNeeded + 1)));

    /// <summary>The work of starts and moves.</summary>
    public WorkCount Work => start.Work;

    /// <summary>D.</summary>
    public int Features => start.Summary.Columns;

    /// <summary>Σᵢ wᵢ.</summary>
    public double TotalWeight => start.Summary.TotalWeight;

    /// <summary>The rows that the weights stand for.</summary>
    public double EffectiveRows => Math.Max(start.Summary.TotalWeight, start.Summary.WeightedRows);

    /// <summary>The fewest rows that a component can be estimated from.</summary>
    public abstract int RowsNeeded { get; }

    /// <summary>Whether the likelihood is bounded, so that one row may be a component.</summary>
    public virtual bool IsBounded => false;

    /// <summary>Whether a row may have no density at all under a component, so that a start from a few rows may rule out others.</summary>
    public virtual bool RulesOutRows => false;

    /// <summary>Whether a probability may be 0, as those of counts and levels may: EM does not leave it.</summary>
    public virtual bool HasZeros => false;

    /// <summary>Whether starts of two components agree on a poor optimum easily, as those of Gaussians do.</summary>
    public virtual bool HidesOptima => false;

    /// <summary>The most starts that are made unless they are asked for.</summary>
    public virtual int MostStarts => 20;

    /// <summary>How many starts must end alike.</summary>
    public virtual int AgreeingStarts => 3;

    /// <summary>Where they do not, the search ends when it has cost so many passes: a few times as much as ten starts of plain EM.</summary>
    public virtual double MostPasses => 1500;

    /// <summary>Whether there are more parameters than the data have numbers: then something that is added decides the fit, and a search costs much and finds little.</summary>
    public virtual bool IsInterpolating => false;

    /// <summary>A family for the whole mixture, for one worker.</summary>
    public abstract IMixtureFamily<TModel, TStatistics> NewFamily();

    /// <summary>A family for a few components of a mixture; what is shared with the others stays as their share has it.</summary>
    /// <param name="model">The mixture.</param>
    /// <param name="mass">The weight of the few, 0…1.</param>
    public virtual IMixtureFamily<TModel, TStatistics> FamilyOfFew(TModel model, double mass) => NewFamily();

    /// <summary>The weights πₖ.</summary>
    public abstract ReadOnlySpan<double> WeightsOf(TModel model);

    /// <summary>First parameters for a restart.</summary>
    public abstract TModel From(Initialization way, ulong restart);

    /// <summary>Any parameters of the right shape.</summary>
    public abstract TModel Shape { get; }

    /// <summary>Another fit's parameters as this family has them (with its covariance structure, say); null where it has none such.</summary>
    public abstract TModel? OwnFormOf(Mixture fit);

    /// <summary>One component more: a component is replaced by its halves, the second at the end.</summary>
    /// <param name="model">The mixture.</param>
    /// <param name="split">The component.</param>
    /// <param name="halves">Their weights sum to 1.</param>
    public abstract TModel Joined(TModel model, int split, TModel halves);

    /// <summary>A component as two that lie hardly apart: as high a bound as before, nearly, and a way up. Weights sum to 1.</summary>
    public abstract TModel Doubled(TModel model, int component);

    /// <summary>What merging two components costs at most, per row.</summary>
    /// <param name="model">The mixture.</param>
    /// <param name="view">The sample as it sees it.</param>
    /// <param name="first">A component.</param>
    /// <param name="second">Another.</param>
    public abstract double MergeCost(TModel model, SampleView<TModel, TStatistics> view, int first, int second);

    /// <summary>Two components in place of one, their weights summing to 1, in several ways; null where one cannot be.</summary>
    /// <param name="model">The mixture.</param>
    /// <param name="view">The sample as it sees it.</param>
    /// <param name="component">The component.</param>
    /// <param name="rows">Those of the sample that it holds a part of.</param>
    /// <param name="random">For the ways that draw.</param>
    public abstract IEnumerable<TModel?> Halves(TModel model, SampleView<TModel, TStatistics> view, int component, List<int> rows, RandomSource random);

    /// <summary>Three components as a move proposes them: two merged, then the halves of a third; weights sum to 1.</summary>
    /// <param name="model">The mixture.</param>
    /// <param name="view">The sample as it sees it.</param>
    /// <param name="key">The components.</param>
    /// <param name="halves">The halves of the third.</param>
    /// <param name="mass">The weight of the three.</param>
    public abstract TModel Proposal(TModel model, SampleView<TModel, TStatistics> view, MoveKey key, TModel halves, double mass);

    /// <summary>The mixture with a move's three components in their places.</summary>
    public abstract TModel Apply(TModel model, Move<TModel> move);

    /// <summary>A way that exchanges rows between components, for one worker; null for none.</summary>
    public virtual IExchange<TModel>? NewExchange(IMixtureFamily<TModel, TStatistics> family, CancellationToken cancellationToken) => null;

    /// <summary>Looks at fits for what only the data can tell (components that live on equal values); null where there is nothing to look for.</summary>
    public virtual Func<TModel, Degeneracy?>? LateCheck(IRowSource rows, CancellationToken cancellationToken) => null;

    /// <summary>Rows so far out that every start collapsed on them, set apart; null where there are none.</summary>
    public virtual RowsSetApart<TModel>? SetApart(IReadOnlyList<Candidate<TModel>> collapsed) => null;

    /// <summary>The work of <see cref="SetApart"/> and <see cref="AroundFarRows"/>, in sweeps over the data.</summary>
    public virtual double PassesSettingApart => 0;

    /// <summary>A start from a fit without rows far out, on which every start collapsed, with room for them; null where there are none, or components can hold none. From then on the family is that of the other rows, by whose spread it judges what has collapsed.</summary>
    public virtual TModel? AroundFarRows() => null;

    /// <summary>A fit with one component fewer, by the same options.</summary>
    public abstract MixtureFit FitFewer();
}

/// <summary>A fit in which a few rows have components of their own.</summary>
/// <param name="Result">The whole mixture.</param>
/// <param name="Rows">The rows.</param>
internal sealed record RowsSetApart<TModel>(EmResult<TModel> Result, IReadOnlyList<LoneRow> Rows);

/// <summary>From a fit to the parameters that an exchange of rows between its components leads to.</summary>
internal interface IExchange<TModel>
{
    /// <summary>The parameters; null where no row changes hands, or they are degenerate.</summary>
    TModel? From(TModel model, RandomSource random);
}
