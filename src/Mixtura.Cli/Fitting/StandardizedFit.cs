using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.IO;
using Mixtura.Mixtures;

namespace Mixtura.Cli.Fitting;

/// <summary>A fit on standardized features whose model and bounds come back in the data's units.</summary>
internal sealed class StandardizedFit
{
    private readonly RowFile rows;
    private readonly double[] means;
    private readonly double[] scales;

    public StandardizedFit(RowFile rows, DataSummary summary)
    {
        this.rows = rows;
        means = summary.Mean.ToArray();

        // a constant feature is left as it is: the fit names it
        scales = Array.ConvertAll(summary.Variances.ToArray(), static variance => variance > 0 ? Math.Sqrt(variance) : 1);
        BoundShift = -scales.Select((scale, j) => summary.ObservedWeights.Span[j] * Math.Log(scale)).Sum();
    }

    /// <summary>log p(x) = log p(z) − Σⱼ log sⱼ for every row, over the features that are observed; the sum over the rows.</summary>
    public double BoundShift { get; }

    public GaussianMixtureFit Fit(FitPlan plan, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        var standardized = new StandardizedRows(rows, means, scales);
        var fit = GaussianMixture.Fit(standardized, plan.Components, plan.Options, progress, cancellationToken);
        var model = InDataUnits(fit.Model);
        return fit with
        {
            Model = model,
            Score = InDataUnits(fit.Score, model),
            LowerBound = fit.LowerBound + BoundShift,
            DataPasses = fit.DataPasses + 2,
            Path = [.. fit.Path.Select(InDataUnits)],
            Trace = [.. fit.Trace.Select(bound => bound + BoundShift)],
            Restarts = [.. fit.Restarts.Select(outcome => outcome with { LowerBound = outcome.LowerBound + BoundShift })],
            Warnings = model.Covariance == fit.Model.Covariance
                ? fit.Warnings
                : [.. fit.Warnings, $"{fit.Model.Covariance.Name} covariances of standardized features are {model.Covariance.Name} in the data's units: the model is stored, and its parameters counted, as {model.Covariance.Name}."],
        };
    }

    // responsibilities stay what they are, so their entropy does; only the structure that is stored may count more parameters
    private MixtureScore InDataUnits(MixtureScore score, GaussianMixture model)
    {
        double logLikelihood = score.LogLikelihood + BoundShift;
        return score with { LogLikelihood = logLikelihood, Criteria = InformationCriteria.Of(logLikelihood, model.ParameterCount, score.TotalWeight, score.Entropy) };
    }

    // x = m + s·z, so the mean is m + s·μ and the covariance s·sᵀ∘Σ
    private GaussianMixture InDataUnits(GaussianMixture model)
    {
        int d = model.Features;
        var moved = new double[model.Components * d];
        for (int i = 0; i < moved.Length; i++)
        {
            moved[i] = means[i % d] + (scales[i % d] * model.Means.Values.Span[i]);
        }

        var structure = d > 1 && InDataUnits(model.Covariance) is { } other ? other : model.Covariance;
        if (!structure.HasCorrelations)
        {
            double[] variances = [.. Enumerable.Range(0, model.Components).SelectMany(k => model.VariancesOf(k).Select((value, j) => value * (scales[j] * scales[j])))];
            return GaussianMixture.Create(model.Weights.Span, new RowMatrix(moved, d), new RowMatrix(variances, d), structure, model.FeatureNames);
        }

        return GaussianMixture.Create(
            model.Weights.Span, new RowMatrix(moved, d), [.. Enumerable.Range(0, model.Components).Select(k => Scaled(model.CovarianceOf(k)))], structure, model.FeatureNames);
    }

    // scaling the features keeps equal volumes equal and axes along the features where they are; spheres, and shapes and axes that are common to
    // components that differ otherwise, are lost. null: the structure stays
    private static CovarianceStructure? InDataUnits(CovarianceStructure structure) => structure.MclustName switch
    {
        "EII" => CovarianceStructure.EEI,
        "VII" => CovarianceStructure.Diagonal,
        "EVE" or "EEV" => CovarianceStructure.EVV,
        "VVE" or "VEV" => CovarianceStructure.Full,
        _ => null,
    };

    private RowMatrix Scaled(RowMatrix covariance)
    {
        int d = covariance.Columns;
        var values = covariance.Values.ToArray();
        for (int i = 0; i < values.Length; i++)
        {
            values[i] *= scales[i / d] * scales[i % d];
        }

        return new RowMatrix(values, d);
    }
}
