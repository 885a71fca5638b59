using Mixtura.Mixtures;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Starts;

/// <summary>What every start needs: a sample of the rows, the data's moments, and what is asked for.</summary>
internal sealed record StartContext(
    RowSample Sample, DataSummary Summary, CovarianceStructure Structure, int Components, double Regularization, ulong Seed)
{
    private readonly Lazy<RowSample> whitened = new(Sample.Whitened);
    private readonly Lazy<RowSample> halfWhitened = new(Sample.HalfWhitened);

    /// <summary>The sample in coordinates in which the data's covariance is the identity.</summary>
    public RowSample Whitened => whitened.Value;

    /// <summary>The sample in coordinates between standardized and whitened ones.</summary>
    public RowSample HalfWhitened => halfWhitened.Value;

    /// <summary>The work that starts and moves take.</summary>
    public WorkCount Work { get; } = new(Summary.WeightedRows, Components);

    /// <summary>D.</summary>
    public int Features => Summary.Columns;

    /// <summary>The random numbers of one restart.</summary>
    public RandomSource Random(ulong stream) => new(Seed, stream);

    /// <summary>V = diag(data variances) / K^(2/D): the spread of one of K components that share the data's volume. D numbers.</summary>
    public double[] ShareOfVariance()
    {
        double share = Math.Pow(Components, -2.0 / Features);
        return Array.ConvertAll(Summary.Variances.ToArray(), variance => (variance * share) + Regularization);
    }

    /// <summary>Parameters with these means, equal weights and these D variances for all.</summary>
    public GaussianParameters EqualComponents(double[] means, double[] variances)
    {
        var weights = new double[Components];
        Array.Fill(weights, 1.0 / Components);
        int length = Structure.FormLength(Features);
        var forms = new double[Components * length];
        for (int k = 0; k < Components; k++)
        {
            for (int j = 0; j < Features; j++)
            {
                forms[(k * length) + DiagonalOf(j)] = variances[j];
            }
        }

        return GaussianParameters.FromForms(Structure, Features, weights, means, forms);
    }

    /// <summary>Where the variance of a feature stands in one covariance's form.</summary>
    public int DiagonalOf(int feature) => Structure.Storage.HasCorrelations ? feature * (Features + 1) : feature;
}
