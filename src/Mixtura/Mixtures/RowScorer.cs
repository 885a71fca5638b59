using System.Buffers;
using Mixtura.Data;
using Mixtura.Numerics;

namespace Mixtura.Mixtures;

/// <summary>Scores single rows under a model: by the short way of its family (<see cref="IMixtureFamily{TModel, TStatistics}.TryLogJoint"/>), or as a block of one row. For any number of
/// threads; allocates nothing once buffers are there.</summary>
/// <remarks>The short way is taken to its end only where the row has a finite log density: what is far out or not finite is the block's to say.</remarks>
internal sealed class RowScorer(Mixture model)
{
    // more components do not go on the stack
    private const int MostOnStack = 128;

    private static readonly double[] One = [1];

    // gaps are refused here
    private readonly MixtureScorer blocks = new(model, MissingCells.IntegrateOut);

    /// <summary>log p(x), in nats; NaN where a missing value is not to be integrated out.</summary>
    public double LogDensity(ReadOnlySpan<double> row, MissingCells missing)
    {
        model.RequireColumns(row.Length);
        if (IsRefused(row, missing))
        {
            return double.NaN;
        }

        var core = model.Core;
        int count = core.DensityTerms;
        double[]? rented = count <= MostOnStack ? null : ArrayPool<double>.Shared.Rent(count);
        Span<double> terms = rented is null ? stackalloc double[count] : rented.AsSpan(0, count);
        double logDensity = core.TryDensityTerms(row, terms) ? LogSumExp.Of(terms) : double.NaN;
        Release(rented);
        if (!double.IsFinite(logDensity))
        {
            blocks.Score(BlockOf(row), new Span<double>(ref logDensity), []);
        }

        return logDensity;
    }

    /// <summary>The responsibilities, K numbers that sum to 1; NaN where there are none.</summary>
    public void Responsibilities(ReadOnlySpan<double> row, Span<double> destination, MissingCells missing)
    {
        model.RequireColumns(row.Length);
        if (IsRefused(row, missing))
        {
            destination.Fill(double.NaN);
        }
        else if (model.Core.TryLogJoint(row, destination) && LogSumExp.TryExponentiate(destination, out _, out double sum))
        {
            foreach (ref double value in destination)
            {
                value /= sum;
            }
        }
        else
        {
            blocks.Score(BlockOf(row), [], destination);
        }
    }

    /// <summary>The component of the largest responsibility, and that.</summary>
    /// <exception cref="InputException">The row holds a value that is not finite, and belongs nowhere.</exception>
    public int Predict(ReadOnlySpan<double> row, MissingCells missing, out double probability)
    {
        int count = model.Components;
        double[]? rented = count <= MostOnStack ? null : ArrayPool<double>.Shared.Rent(count);
        Span<double> responsibilities = rented is null ? stackalloc double[count] : rented.AsSpan(0, count);
        Responsibilities(row, responsibilities, missing);
        int best = model.ComponentOf(responsibilities);
        probability = model.ProbabilityOf(responsibilities, best);
        Release(rented);
        return double.IsNaN(probability) ? throw NotFinite(row) : best;
    }

    private bool IsRefused(ReadOnlySpan<double> row, MissingCells missing) => (missing == MissingCells.Refuse || !model.IntegratesMissing) && RowGaps.AnyIn(row);

    private static RowBlock BlockOf(ReadOnlySpan<double> row) => new(row, One, row.Length, 0);

    private static void Release(double[]? rented)
    {
        if (rented is not null)
        {
            ArrayPool<double>.Shared.Return(rented);
        }
    }

    private InputException NotFinite(ReadOnlySpan<double> row)
    {
        int feature = 0;
        while (feature < row.Length - 1 && double.IsFinite(row[feature]))
        {
            feature++;
        }

        return new InputException(
            FormattableString.Invariant($"The row holds a value that is not finite, {model.FeatureName(feature)} = {row[feature]}, and belongs to no component. Fill the value, or leave the row out."));
    }
}
