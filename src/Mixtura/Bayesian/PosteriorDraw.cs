using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Numerics;

namespace Mixtura.Bayesian;

/// <summary>One draw of π, μ and Λ from their posterior.</summary>
internal sealed class PosteriorDraw(VariationalPosterior posterior, VariationalPrior prior, RandomSource random)
{
    private readonly int d = prior.Features;

    /// <summary>The mixture of the parameters drawn.</summary>
    public GaussianMixture Mixture(IReadOnlyList<string> featureNames)
    {
        var weights = Weights();
        var means = new double[weights.Length][];
        var covariances = new RowMatrix[weights.Length];
        double[] shared = prior.Storage.IsShared ? Root(0) : [];
        for (int k = 0; k < weights.Length; k++)
        {
            var root = prior.Storage.IsShared ? shared : Root(k);
            means[k] = Mean(k, root);
            covariances[k] = Square(root);
        }

        return GaussianMixture.Create(weights, RowMatrix.Copy(means), covariances, posterior.Surrogate.Structure, featureNames);
    }

    private double[] Weights()
    {
        var weights = new double[posterior.Counts.Length];
        double rest = 1;
        for (int k = 0; k < weights.Length; k++)
        {
            double own = random.NextGamma(posterior.First[k]);
            if (prior.IsProcess)
            {
                double share = own / (own + random.NextGamma(posterior.Second[k]));
                weights[k] = rest * share;
                rest *= 1 - share;
            }
            else
            {
                weights[k] = own;
            }
        }

        double total = weights.Sum();
        return Array.ConvertAll(weights, weight => Math.Max(weight / total, 1e-300));
    }

    // a matrix R with RRᵀ = Σ = Λ⁻¹, Λ ~ Wishart(W, ν) by Bartlett's decomposition: Λ = L⁻ᵀ/ν · AAᵀ · L⁻¹ with LLᵀ = E[Λ]⁻¹, so R = √ν · L · A⁻ᵀ
    private double[] Root(int k)
    {
        double freedom = posterior.Freedoms[k];
        var root = new double[d * d];
        if (!prior.Storage.HasCorrelations)
        {
            double common = prior.Storage.IsSpherical ? random.NextGamma(freedom / 2) : 0;
            for (int j = 0; j < d; j++)
            {
                double variance = posterior.Surrogate.Covariances[prior.Storage.IsSpherical ? k : (k * d) + j];
                root[j * (d + 1)] = Math.Sqrt(variance * (freedom / 2) / (prior.Storage.IsSpherical ? common : random.NextGamma(freedom / 2)));
            }

            return root;
        }

        var bartlett = new double[d * d];
        for (int i = 0; i < d; i++)
        {
            bartlett[i * (d + 1)] = Math.Sqrt(2 * random.NextGamma((freedom - i) / 2));
            for (int j = 0; j < i; j++)
            {
                bartlett[(i * d) + j] = random.NextGaussian();
            }
        }

        Cholesky.Invert(bartlett, d);
        var column = new double[d];
        var solved = new double[d];
        for (int j = 0; j < d; j++)
        {
            for (int i = 0; i < d; i++)
            {
                column[i] = Math.Sqrt(freedom) * bartlett[(j * d) + i];                      // column j of A⁻ᵀ is row j of A⁻¹
            }

            Whitening.Undo(posterior.Surrogate.Structure.FactorOf(posterior.Surrogate, k), column, solved);
            for (int i = 0; i < d; i++)
            {
                root[(i * d) + j] = solved[i];
            }
        }

        return root;
    }

    // μ ~ N(m, Σ/β)
    private double[] Mean(int k, double[] root)
    {
        var z = new double[d];
        for (int j = 0; j < d; j++)
        {
            z[j] = random.NextGaussian() / Math.Sqrt(posterior.MeanPrecisions[k]);
        }

        var mean = posterior.Surrogate.Mean(k).ToArray();
        for (int i = 0; i < d; i++)
        {
            mean[i] += VectorLoops.Dot(root.AsSpan(i * d, d), z);
        }

        return mean;
    }

    private RowMatrix Square(double[] root)
    {
        var covariance = new double[d * d];
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++)
            {
                covariance[(i * d) + j] = VectorLoops.Dot(root.AsSpan(Math.Max(i, j) * d, d), root.AsSpan(Math.Min(i, j) * d, d));
            }
        }

        return new RowMatrix(covariance, d);
    }
}
