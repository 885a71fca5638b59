using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian.Starts;
using Mixtura.Mixtures;
using Mixtura.Mixtures.Search;
using Mixtura.Mixtures.Starts;

namespace Mixtura.Gaussian.Search;

/// <summary>What Gaussians offer a search: splits along principal axes, merges at Runnalls' cost, exchanges of rows, rules of soundness that know the data's resolution, rows set apart.</summary>
internal sealed partial class GaussianSpace(
    IRowSource rows, StartContext start, GaussianMixtureOptions options, DegeneracyRules rules, GaussianPrior? prior, CancellationToken cancellationToken)
    : SearchSpace<GaussianParameters, GaussianStatistics>(start)
{
    private readonly bool countsRows = rules.CountsRows(options.Covariance, start.Features);
    private readonly LoneRowSearch loneRows = new(rows, start, options, cancellationToken);

    /// <summary>What the covariances look like.</summary>
    public CovarianceStructure Structure => options.Covariance;

    /// <inheritdoc/>
    public override int RowsNeeded => Structure.RowsNeeded(Features);

    /// <inheritdoc/>
    public override bool IsBounded => rules.IsBounded;

    /// <inheritdoc/>
    public override bool IsInterpolating =>
        rules.IsBounded && Structure.ParameterCount(Start.Components, Features) > (double)Start.Summary.WeightedRows * Features;

    /// <inheritdoc/>
    public override bool HidesOptima => true;

    /// <inheritdoc/>
    public override GaussianParameters Shape => new(Structure, Start.Components, Features);

    /// <inheritdoc/>
    public override double PassesSettingApart => loneRows.Passes;

    /// <inheritdoc/>
    public override GaussianFamily NewFamily() => new(options.Regularization, rules, prior);

    /// <inheritdoc/>
    public override GaussianFamily FamilyOfFew(GaussianParameters model, double mass)
    {
        if (!model.Structure.IsShared)
        {
            return NewFamily();
        }

        double others = (1 - mass) * TotalWeight;
        var scatter = new double[model.Structure.FormLength(Features)];
        model.Structure.WriteForm(model, 0, scatter);
        var frozen = new GaussianPrior(0, new double[Features], Array.ConvertAll(scatter, value => value * others), others);
        return new GaussianFamily(options.Regularization, rules, frozen);
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<double> WeightsOf(GaussianParameters model) => model.Weights;

    /// <inheritdoc/>
    public override GaussianParameters From(Initialization way, ulong restart) =>
        GaussianStart.From(way.Find(Start, restart), Start, Structure, options.Regularization);

    /// <inheritdoc/>
    public override Func<GaussianParameters, Degeneracy?>? LateCheck(IRowSource source, CancellationToken cancellation) =>
        countsRows && Start.Sample.MayTie ? new TieCheck(source, rules.Resolution, options.Em.Threads, cancellation).Find : null;

    /// <inheritdoc/>
    public override IExchange<GaussianParameters>? NewExchange(IMixtureFamily<GaussianParameters, GaussianStatistics> family, CancellationToken cancellation) =>
        Start.Summary.Missing is null && ExchangeMove.AppliesTo(this) ? new ExchangeMove(this, family, cancellation) : null;

    /// <inheritdoc/>
    public override RowsSetApart<GaussianParameters>? SetApart(IReadOnlyList<Candidate<GaussianParameters>> collapsed) => Start.Summary.Missing is null ? loneRows.Find(collapsed) : null;

    /// <inheritdoc/>
    public override MixtureFit FitFewer() =>
        new GaussianMixtureFitter(rows, Start.Components - 1, options, null, cancellationToken) { IsAid = true }.Fit();
}
