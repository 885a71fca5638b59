using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Mixtures;

namespace Mixtura.Tests.Models;

/// <summary>The same estimate, but its E-step scores the rows under a fitted Gaussian mixture as well: a model within a model.</summary>
public sealed class ScoredPoissonMixture(GaussianMixture scored) : IMixtureFamily<PoissonRates, Sums>
{
    private readonly PoissonMixture family = new();

    public int ComponentCount(PoissonRates model) => family.ComponentCount(model);

    public int ParameterCount(PoissonRates model) => family.ParameterCount(model);

    public Sums CreateStatistics(PoissonRates model) => family.CreateStatistics(model);

    public void LogJoint(PoissonRates model, RowBlock rows, Sums statistics, ComponentBlock destination)
    {
        family.LogJoint(model, rows, statistics, destination);
        Score(rows);
    }

    public void Accumulate(PoissonRates model, RowBlock rows, ComponentBlock responsibilities, Sums statistics)
    {
        Score(rows);
        family.Accumulate(model, rows, responsibilities, statistics);
    }

    public PoissonRates Maximize(PoissonRates current, Sums statistics) => family.Maximize(current, statistics);

    private void Score(RowBlock rows) => Assert.DoesNotContain(double.NaN, scored.LogDensity(new RowMatrix(rows.Values.ToArray(), rows.Columns)));
}
