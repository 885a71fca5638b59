using Mixtura.Data;
using Mixtura.Gaussian;

namespace Mixtura.Bayesian;

/// <summary>Prior and posterior of the parameters that some of the features have.</summary>
/// <remarks>If Λ ~ Wishart(W, ν), the covariance of the features a, (Λ⁻¹)ₐₐ, is the inverse of a precision ~ Wishart(((W⁻¹)ₐₐ)⁻¹, ν − D + d) (Gupta and Nagar 2000, theorem 3.3.9
/// and its corollary): E[Λ]⁻¹ of d of D features is ν/(ν − D + d)·(E[Λ]⁻¹)ₐₐ. Precisions with gamma distributions stay as they are, and so do β and the weights. Of spherical covariances
/// only the trace of W₀⁻¹ counts, and it stays.</remarks>
internal static class PosteriorMarginal
{
    /// <summary>The prior.</summary>
    public static VariationalPrior Of(VariationalPrior prior, CovarianceStructure structure, int[] features) => new(
        new VariationalOptions
        {
            Covariance = structure,
            WeightPrior = prior.IsProcess ? WeightPrior.DirichletProcess : WeightPrior.Dirichlet,
            WeightConcentration = prior.Concentration,
            WeightConcentrations = prior.Concentrations,
            ConcentrationPrior = prior.ConcentrationPrior,
            MeanPrecision = prior.MeanPrecision,
            Mean = [.. features.Select(j => prior.Mean[j])],
            DegreesOfFreedom = prior.Freedom - Lost(prior, features),
            InverseScale = InverseScale(prior, features),
        },
        features.Length);

    /// <summary>The posterior.</summary>
    /// <param name="posterior">The whole one.</param>
    /// <param name="prior">The whole prior.</param>
    /// <param name="kept">The prior of what is kept.</param>
    /// <param name="features">The features to keep.</param>
    public static VariationalPosterior Of(VariationalPosterior posterior, VariationalPrior prior, VariationalPrior kept, int[] features)
    {
        var surrogate = posterior.Surrogate;
        double[] freedoms = Array.ConvertAll(posterior.Freedoms, freedom => freedom - Lost(prior, features));
        int d = features.Length;
        var covariances = new double[freedoms.Length * d * d];
        var means = new double[freedoms.Length * d];
        var whole = new double[prior.Features * prior.Features];
        for (int k = 0; k < freedoms.Length; k++)
        {
            surrogate.Structure.WriteCovariance(surrogate, k, whole);
            double[] part = Part(whole, prior.Features, features);
            for (int i = 0; i < part.Length; i++)
            {
                covariances[(k * part.Length) + i] = posterior.Freedoms[k] / freedoms[k] * part[i];
            }

            for (int a = 0; a < d; a++)
            {
                means[(k * d) + a] = surrogate.Mean(k)[features[a]];
            }
        }

        var parameters = GaussianParameters.From(surrogate.Structure, d, surrogate.Weights, means, covariances);
        return new VariationalPosterior(kept, parameters, (posterior.First, posterior.Second), posterior.MeanPrecisions, freedoms);
    }

    // D − d degrees of freedom go with the features left out where features share a Wishart
    private static int Lost(VariationalPrior prior, int[] features) => prior.Storage.HasCorrelations ? prior.Features - features.Length : 0;

    private static RowMatrix InverseScale(VariationalPrior prior, int[] features)
    {
        int d = features.Length;
        if (!prior.Storage.IsSpherical)
        {
            return new RowMatrix(Part(prior.InverseScale, prior.Features, features), d);
        }

        var scale = new double[d * d];
        for (int j = 0; j < prior.Features; j++)
        {
            for (int a = 0; a < d; a++)
            {
                scale[a * (d + 1)] += prior.InverseScale[j * (prior.Features + 1)] / d;
            }
        }

        return new RowMatrix(scale, d);
    }

    private static double[] Part(ReadOnlySpan<double> matrix, int columns, int[] features)
    {
        int d = features.Length;
        var part = new double[d * d];
        for (int i = 0; i < part.Length; i++)
        {
            part[i] = matrix[(features[i / d] * columns) + features[i % d]];
        }

        return part;
    }
}
