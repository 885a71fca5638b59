using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Gaussian.Covariances;

/// <summary>M-steps that go on from the current covariances and may end short of the exact ones: never below where they began.</summary>
public class GeneralizedStepTests
{
    private const int Steps = 40;

    public static TheoryData<string, int> Cases
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (string structure in (string[])["EVE", "VVE", "VEE", "VEV", "VEI"])
            {
                foreach (int features in (int[])[2, 5, 13])
                {
                    data.Add(structure, features);
                }
            }

            return data;
        }
    }

    /// <summary>Σₖ rₖ log N(x|μₖ, Σₖ) about the new means, under the new covariances and under those before.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void CovarianceStep_NeverLowersTheCompleteDataLogLikelihood(string name, int features)
    {
        var structure = CovarianceStructure.Find(name)!;
        var random = new Generator(8);
        var rows = Rows(random, 40 * features, features);
        var family = new GaussianFamily(0, null);
        var model = Start(random, structure, rows);
        using var pass = new BlockPass<GaussianParameters, GaussianStatistics>(family, model, new MemoryRows(rows), 1);
        for (int step = 0; step < Steps; step++)
        {
            Assert.True(pass.TryExpect(model, CancellationToken.None, out _));
            var next = family.Maximize(model, pass.Statistics);
            double[][] responsibilities = Responsibilities(model, rows);
            double before = Expected(responsibilities, next, model, rows);
            double after = Expected(responsibilities, next, next, rows);
            Assert.True(after >= before - (1e-12 * Math.Abs(before)), $"step {step}: {before:R} → {after:R}");
            model = next;
        }
    }

    // three clouds that overlap, each stretched its own way
    private static RowMatrix Rows(Generator random, int count, int features)
    {
        double[][] stretched = [.. Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, features * features).Select(_ => random.Gaussian()).ToArray())];
        var values = new double[count * features];
        for (int i = 0; i < count; i++)
        {
            double[] z = [.. Enumerable.Range(0, features).Select(_ => random.Gaussian())];
            for (int j = 0; j < features; j++)
            {
                values[(i * features) + j] = (2 * (i % 3)) + Enumerable.Range(0, features).Sum(a => stretched[i % 3][(j * features) + a] * z[a]);
            }
        }

        return new RowMatrix(values, features);
    }

    private static GaussianParameters Start(Generator random, CovarianceStructure structure, RowMatrix rows)
    {
        int d = rows.Columns;
        var covariances = new double[3 * d * d];
        for (int k = 0; k < 3; k++)
        {
            double[] root = [.. Enumerable.Range(0, d * d).Select(_ => random.Gaussian())];
            for (int i = 0; i < d * d; i++)
            {
                covariances[(k * d * d) + i] = (i / d == i % d ? d : 0) + Enumerable.Range(0, d).Sum(a => root[(i / d * d) + a] * root[(i % d * d) + a]);
            }
        }

        return GaussianParameters.From(structure, d, [0.2, 0.3, 0.5], [.. rows.Row(0), .. rows.Row(1), .. rows.Row(2)], covariances);
    }

    private static double[][] Responsibilities(GaussianParameters model, RowMatrix rows)
    {
        double[][] joint = [.. Enumerable.Range(0, model.Components)
            .Select(k => LogDensity(model, model, k, rows).Select(value => Math.Log(model.Weights[k]) + value).ToArray())];
        return [.. Enumerable.Range(0, rows.Rows).Select(i =>
        {
            double largest = joint.Max(one => one[i]);
            double sum = joint.Sum(one => Math.Exp(one[i] - largest));
            return joint.Select(one => Math.Exp(one[i] - largest) / sum).ToArray();
        })];
    }

    private static double Expected(double[][] responsibilities, GaussianParameters means, GaussianParameters covariances, RowMatrix rows) =>
        Enumerable.Range(0, means.Components).Sum(k => LogDensity(means, covariances, k, rows).Select((value, i) => responsibilities[i][k] * value).Sum());

    private static double[] LogDensity(GaussianParameters means, GaussianParameters covariances, int component, RowMatrix rows)
    {
        var covariance = new double[rows.Columns * rows.Columns];
        covariances.Structure.WriteCovariance(covariances, component, covariance);
        var one = GaussianParameters.From(CovarianceStructure.Full, rows.Columns, [1], means.Mean(component), covariance);
        return new GaussianMixture(one, []).LogDensity(rows);
    }
}
