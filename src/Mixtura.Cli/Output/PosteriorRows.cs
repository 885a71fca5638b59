using Mixtura.Data;
using Mixtura.Gaussian;

namespace Mixtura.Cli.Output;

/// <summary>Rows with their log densities and responsibilities, streamed block by block in bounded memory.</summary>
internal sealed class PosteriorRows(GaussianMixture model, IRowSource rows)
{
    private const int BlockNumbers = 1 << 16;

    /// <summary>What is done with a row.</summary>
    /// <param name="row">Its index, counted from 0.</param>
    /// <param name="logDensity">log p(x), in nats.</param>
    /// <param name="responsibilities">One a component.</param>
    public delegate void RowAction(long row, double logDensity, ReadOnlySpan<double> responsibilities);

    public void ForEachRow(RowAction action, CancellationToken cancellationToken)
    {
        var scorer = new MixtureScorer(model);
        int k = model.Components;
        int blockRows = Math.Clamp(BlockNumbers / Math.Max(k, model.Features), 16, 4096);
        var densities = new double[blockRows];
        var responsibilities = new double[blockRows * k];
        using var reader = rows.Open();
        while (reader.Read(blockRows, out var block))
        {
            cancellationToken.ThrowIfCancellationRequested();
            scorer.Score(block, densities, responsibilities);
            for (int i = 0; i < block.Count; i++)
            {
                action(block.FirstRow + i, densities[i], responsibilities.AsSpan(i * k, k));
            }
        }
    }
}
