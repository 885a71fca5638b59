using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Numerics;

namespace Mixtura.Gaussian;

/// <summary>One Gaussian, nothing latent: every responsibility is the row's weight, and one M-step is the closed form.</summary>
internal sealed class SingleGaussian(DataCheck.Inspector inspect) : ILatentVariableModel<GaussianParameters, GaussianStatistics>
{
    private readonly GaussianFamily family = new(0, null);

    public GaussianStatistics CreateStatistics(GaussianParameters model) => family.CreateStatistics(model);

    public double Expect(GaussianParameters model, RowBlock rows, GaussianStatistics statistics)
    {
        inspect(rows);
        int step = family.BlockRows(model);
        Span<double> buffer = stackalloc double[BlockLayout.Stride(step)];
        for (int start = 0; start < rows.Count; start += step)
        {
            statistics.AddAll(model, rows.Slice(start, Math.Min(step, rows.Count - start)), buffer);
        }

        return 0;
    }

    public GaussianParameters Maximize(GaussianParameters current, GaussianStatistics statistics) => family.Maximize(current, statistics);
}
