using Mixtura.Bayesian;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Frozen;

/// <summary>What is fitted: every way through the engine and the search at least once, each with all fourteen structures.</summary>
internal static class FrozenCases
{
    private static readonly GaussianMixtureOptions Short = new() { Restarts = 1, Seed = 3, Em = new EmOptions { Threads = 1, MaxIterations = 25, Tolerance = 1e-7 } };
    private static readonly GaussianMixtureOptions Searched = new() { Restarts = 2, Seed = 4, Em = new EmOptions { Threads = 1, MaxIterations = 150 } };
    private static readonly EmOptions Plain = new() { Threads = 1, MaxIterations = 12, Tolerance = 0, Acceleration = false };

    /// <summary>Every fit, by its name: the case, then the structure.</summary>
    public static IReadOnlyDictionary<string, Func<FrozenFigures>> All { get; } = Named();

    private static Dictionary<string, Func<FrozenFigures>> Named()
    {
        var all = new Dictionary<string, Func<FrozenFigures>>(StringComparer.Ordinal);
        void Add(string name, DataSet data, GaussianMixtureOptions options)
        {
            foreach (var structure in CovarianceStructure.All)
            {
                all.Add($"{name}, {structure.MclustName}", () => FrozenFigures.Of(
                    GaussianMixture.Fit(data.Source, data.Components, options with { Covariance = structure, Start = options.Start is null ? null : GivenStart(data, structure) })));
            }
        }

        Add("300 x 1, K = 2", FrozenData.Clusters(300, 1, 2, seed: 101), Searched);
        Add("500 x 2, K = 3", FrozenData.Clusters(500, 2, 3, seed: 102), Searched);
        Add("2000 x 3, K = 3", FrozenData.Clusters(2000, 3, 3, seed: 103), Short);
        Add("3000 x 8, K = 5", FrozenData.Clusters(3000, 8, 5, seed: 104), Short);
        Add("400 x 20, K = 2", FrozenData.Clusters(400, 20, 2, seed: 105), Short);
        Add("30000 x 4, K = 3, plain EM, two threads", FrozenData.Clusters(30_000, 4, 3, seed: 106), Short with { Em = Plain with { Threads = 2, MaxIterations = 4 } });
        Add("weighted, 500 x 3, K = 2", FrozenData.Weighted(FrozenData.Clusters(500, 3, 2, seed: 107)), Searched);
        Add("offset 1e8, 400 x 3, K = 2", FrozenData.Clusters(400, 3, 2, seed: 108).Map(static (x, _) => x + 1e8), Short);
        Add("rounded, 240 x 2, K = 2", FrozenData.Clusters(240, 2, 2, seed: 109).Map(static (x, _) => Math.Round(x * 2) / 2), Short);
        Add("regularized, 300 x 2, K = 3", FrozenData.Clusters(300, 2, 3, seed: 110), Short with { Regularization = 0.05 });
        Add("conjugate prior, 300 x 2, K = 3", FrozenData.Clusters(300, 2, 3, seed: 111), Short with { Prior = CovariancePrior.Conjugate });
        Add("Fraley and Raftery's prior, 300 x 2, K = 3", FrozenData.Clusters(300, 2, 3, seed: 112), Short with { Prior = CovariancePrior.FraleyRaftery });
        var started = FrozenData.Clusters(1500, 3, 3, seed: 113);
        Add("given start, 1500 x 3, K = 3, plain EM", started, new() { Start = GivenStart(started, CovarianceStructure.Full), Em = Plain });
        AddVariational(all);
        return all;
    }

    private static void AddVariational(Dictionary<string, Func<FrozenFigures>> all)
    {
        var data = FrozenData.Clusters(500, 2, 4, seed: 114);
        foreach (var structure in Shapes.Plain)
        {
            foreach (var prior in (WeightPrior[])[WeightPrior.Dirichlet, WeightPrior.DirichletProcess])
            {
                var options = new VariationalOptions { Covariance = structure, WeightPrior = prior, Restarts = 1, Em = new EmOptions { Threads = 1, MaxIterations = 30 } };
                all.Add($"variational, {prior}, 500 x 2, K = 4, {structure.MclustName}", () => FrozenFigures.Of(VariationalGaussianMixture.Fit(data.Source, data.Components, options), data.Source));
            }
        }
    }

    // rows of the data as means, one sphere for all: it has every structure
    private static GaussianMixture GivenStart(DataSet data, CovarianceStructure structure)
    {
        int d = data.Rows.Columns;
        var sphere = new double[d * d];
        for (int j = 0; j < d; j++)
        {
            sphere[j * (d + 1)] = 4;
        }

        double[] means = [.. Enumerable.Range(0, data.Components).SelectMany(k => data.Rows.Row(7 * k).ToArray())];
        double[] weights = [.. Enumerable.Repeat(1.0 / data.Components, data.Components)];
        return GaussianMixture.Create(weights, new RowMatrix(means, d), [.. Enumerable.Repeat(new RowMatrix(sphere, d), data.Components)], structure);
    }
}
