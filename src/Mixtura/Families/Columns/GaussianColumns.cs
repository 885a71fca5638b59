using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Mixtures.Parts;
using Mixtura.Mixtures.Starts;

namespace Mixtura.Families.Columns;

/// <summary>Gaussians as the numeric block of a mixture of columns.</summary>
/// <param name="structure">What the covariances have in common.</param>
/// <param name="regularization">Added to every variance in the M-step.</param>
internal sealed class GaussianColumns(CovarianceStructure structure, double regularization)
{
    /// <summary>The part, with nothing degenerate but what cannot be computed with.</summary>
    public FamilyPart Unguarded => Part(null);

    /// <summary>The part for rows, which are checked: what is degenerate is measured by them.</summary>
    /// <exception cref="InputException">No covariance of the structure can be fitted to them.</exception>
    public FamilyPart For(IRowSource rows, int components, MixtureOptions options, CancellationToken cancellationToken)
    {
        var summary = DataSummary.Of(rows, correlations: true, options.Missing, options.Em.Threads, cancellationToken);
        var gaussian = new GaussianMixtureOptions { Covariance = structure, Regularization = regularization };
        Estimability.Check(summary, components, gaussian, rows.FeatureNames);
        var sample = RowSample.Draw(rows, summary, options.Seed, cancellationToken);
        return Part(DegeneracyRules.For(summary, gaussian, DataResolution.Of(sample, summary, structure)));
    }

    private FamilyPart<GaussianParameters, GaussianStatistics> Part(DegeneracyRules? guard) => new(new GaussianFamily(regularization, guard))
    {
        ExactStatistics = static model => new GaussianStatistics(model.Packed, prunes: false),
        Completion = CompleteGaps,
        PooledInstead = Pooled,
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

    private GaussianParameters Pooled(DataSummary summary, int components)
    {
        double[] weights = [.. Enumerable.Repeat(1.0 / components, components)];
        double[] Repeated(ReadOnlyMemory<double> values) => [.. Enumerable.Range(0, components).SelectMany(_ => values.ToArray())];
        double[] means = Repeated(summary.Mean);
        var pooled = GaussianParameters.FromForms(structure, summary.Columns, weights, means, Repeated(structure.HasCorrelations ? summary.Covariance.Values : summary.Variances));
        return pooled.Singular < 0 ? pooled : GaussianParameters.FromForms(structure, summary.Columns, weights, means, Repeated(Independent(summary)));
    }

    // the sums are taken about the means; any covariance that can be computed with serves
    private double[] Independent(DataSummary summary)
    {
        int d = summary.Columns;
        double[] variances = [.. summary.Variances.ToArray().Select(static variance => variance > 0 ? variance : 1)];
        return structure.HasCorrelations ? [.. Enumerable.Range(0, d * d).Select(i => i / d == i % d ? variances[i / d] : 0)] : variances;
    }
}
