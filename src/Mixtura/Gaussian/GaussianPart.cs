using Mixtura.Mixtures;
using Mixtura.Mixtures.Parts;

namespace Mixtura.Gaussian;

/// <summary>Gaussians as the numeric block of a mixture of columns of different kinds.</summary>
internal static class GaussianPart
{
    /// <summary>The part of a family.</summary>
    public static FamilyPart Of(GaussianFamily family, CovarianceStructure structure) => new FamilyPart<GaussianParameters, GaussianStatistics>(family)
    {
        ExactStatistics = static model => new GaussianStatistics(model.Packed, prunes: false),
        Completion = CompleteGaps,
        PooledInstead = (summary, components) => Pooled(summary, components, structure),
        Structure = static model => model.Structure.Name,
        CreatedInstead = parameters => GaussianDescription.Read(parameters, structure),
    };

    // statistics that leave nothing out have −δ/2 alone of rows with gaps
    private static void CompleteGaps(GaussianParameters model, GaussianStatistics statistics, ComponentBlock joint)
    {
        if (statistics.Gaps is not { } gaps)
        {
            return;
        }

        for (int p = 0; p < gaps.Patterns.Count; p++)
        {
            double missing = 0.5 * gaps.Patterns.MissingCount(p) * Math.Log(2 * Math.PI);
            for (int k = 0; k < model.Components; k++)
            {
                double constant = model.Offsets[k] + missing - gaps.LogRoot(k, p);
                for (int r = gaps.Patterns.Start(p); r < gaps.Patterns.Start(p + 1); r++)
                {
                    joint[k][gaps.Patterns.RowOf(r)] += constant;
                }
            }
        }
    }

    /// <summary>All components alike, with the mean and the covariances of the data as the structure has them.</summary>
    public static GaussianParameters Pooled(DataSummary summary, int components, CovarianceStructure structure)
    {
        double[] weights = [.. Enumerable.Repeat(1.0 / components, components)];
        double[] Repeated(ReadOnlyMemory<double> values) => [.. Enumerable.Range(0, components).SelectMany(_ => values.ToArray())];
        double[] means = Repeated(summary.Mean);
        var pooled = GaussianParameters.FromForms(structure, summary.Columns, weights, means, Repeated(structure.HasCorrelations ? summary.Covariance.Values : summary.Variances));
        return pooled.Singular < 0 ? pooled : GaussianParameters.FromForms(structure, summary.Columns, weights, means, Repeated(Independent(summary, structure)));
    }

    // the sums are taken about the means; any covariance that can be computed with serves
    private static double[] Independent(DataSummary summary, CovarianceStructure structure)
    {
        int d = summary.Columns;
        double[] variances = [.. summary.Variances.ToArray().Select(static variance => variance > 0 ? variance : 1)];
        return structure.HasCorrelations ? [.. Enumerable.Range(0, d * d).Select(i => i / d == i % d ? variances[i / d] : 0)] : variances;
    }
}
