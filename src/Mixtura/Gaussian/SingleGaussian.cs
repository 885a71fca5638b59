using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian.Kernels;
using Mixtura.Mixtures;

namespace Mixtura.Gaussian;

/// <summary>One Gaussian, nothing latent: every responsibility is the row's weight, and one M-step is the closed form.</summary>
internal sealed class SingleGaussian(DataCheck.Inspector inspect) : ILatentVariableModel<GaussianParameters, GaussianStatistics>
{
    private readonly GaussianFamily family = new(0, null, []);

    public GaussianStatistics CreateStatistics(GaussianParameters model) => family.CreateStatistics(model);

    public double Expect(GaussianParameters model, RowBlock rows, GaussianStatistics statistics)
    {
        inspect(rows);
        Span<double> weights = stackalloc double[GaussianKernel.MostRows];
        for (int start = 0; start < rows.Count; start += GaussianKernel.MostRows)
        {
            var block = rows.Slice(start, Math.Min(GaussianKernel.MostRows, rows.Count - start));
            block.Weights.CopyTo(weights);
            var responsibilities = new ComponentBlock(weights, 1, block.Count, GaussianKernel.MostRows);
            statistics.Kernel.Accumulate(model, block, responsibilities, statistics.About(model));
        }

        return 0;
    }

    public GaussianParameters Maximize(GaussianParameters current, GaussianStatistics statistics) => family.Maximize(current, statistics);
}
