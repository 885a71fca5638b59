using Mixtura.Gaussian.Kernels;

namespace Mixtura.Gaussian.Covariances.Storage;

/// <summary>K variances, the same in all directions; second moments: K sums of squared distances.</summary>
internal sealed class SphereStorage : CovarianceStorage
{
    public override bool HasCorrelations => false;

    public override bool IsSpherical => true;

    public override int Length(int components, int features) => components;

    public override PackedGaussians CreatePacked(int components, int features) => PackedGaussians.Spherical(features, components);

    public override ReadOnlySpan<double> FactorOf(GaussianParameters parameters, int component) => parameters.Factors.AsSpan(component, 1);

    public override int TryFactor(GaussianParameters parameters)
    {
        for (int k = 0; k < parameters.Components; k++)
        {
            double variance = parameters.Covariances[k];
            if (!(variance > 0) || !double.IsFinite(variance))
            {
                return k;
            }

            parameters.Factors[k] = 1 / Math.Sqrt(variance);
            parameters.LogDeterminants[k] = 0.5 * parameters.Features * Math.Log(variance);
        }

        return -1;
    }

    public override void WriteVariances(GaussianParameters parameters, int component, Span<double> destination) =>
        destination[..parameters.Features].Fill(parameters.Covariances[component]);

    public override double LogDeterminant(double[] form, int features) => features * Math.Log(MeanOf(form));

    // a sphere is as small as anything when it is small beside the data as a whole
    public override RelativeDeviation SmallestDeviation(GaussianParameters parameters, int component, DataScale scale)
    {
        double sum = 0;
        int widest = 0;
        for (int j = 0; j < parameters.Features; j++)
        {
            sum += scale.Deviations[j] * scale.Deviations[j];
            widest = scale.Deviations[j] > scale.Deviations[widest] ? j : widest;
        }

        return new RelativeDeviation(Math.Sqrt(parameters.Covariances[component] * parameters.Features / sum), widest);
    }

    public override int TangentLength(int components, int features) => components;

    public override void Tangent(GaussianParameters from, double[] covariances, FactorChart chart, Span<double> tangent)
    {
        for (int k = 0; k < tangent.Length; k++)
        {
            tangent[k] = Math.Sqrt(0.5 * from.Features * from.Weights[k]) * Math.Log(covariances[k] / from.Covariances[k]);
        }
    }

    public override void Retract(GaussianParameters from, ReadOnlySpan<double> tangent, FactorChart chart, double[] covariances)
    {
        for (int k = 0; k < tangent.Length; k++)
        {
            covariances[k] = from.Covariances[k] * FactorChart.SquareOfExp(tangent[k] / Math.Sqrt(2 * from.Features * from.Weights[k]));
        }
    }

    /// <summary>The mean of D variances; equal ones come out as they are, to the last bit.</summary>
    public static double MeanOf(ReadOnlySpan<double> variances)
    {
        double first = variances[0];
        double excess = 0;
        foreach (double variance in variances[1..])
        {
            excess += variance - first;
        }

        return first + (excess / variances.Length);
    }
}
