using System.Runtime.ExceptionServices;
using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.ML;

/// <summary>Which density is low.</summary>
internal static class LowDensity
{
    private const int BlockRows = 1024;
    private const int PieceRows = 8 * BlockRows;

    /// <summary>The largest log density of a row such that rows below it have at most a fraction of the weight.</summary>
    public static double ThresholdOf(Mixture model, IRowSource rows, MissingCells missing, double fraction, CancellationToken cancellationToken)
    {
        if (rows.Rows > Array.MaxLength)
        {
            throw new InputException($"{rows.Rows} rows are more than the {Array.MaxLength} whose densities can be put in order. Fit to fewer rows, a random part of them.");
        }

        var densities = new double[rows.Rows];
        var weights = new double[densities.Length];
        int pieces = (densities.Length + PieceRows - 1) / PieceRows;
        InParallel(pieces, piece => Score(model, rows, missing, densities, weights, piece * PieceRows), cancellationToken);
        double allowed = fraction * weights.Sum();
        Array.Sort(densities, weights);
        int first = 0;
        for (double below = weights[0]; below <= allowed && first < densities.Length - 1; below += weights[first])
        {
            first++;
        }

        return densities[first];
    }

    // one piece of the rows, with a reader of its own
    private static void Score(Mixture model, IRowSource rows, MissingCells missing, double[] densities, double[] weights, int first)
    {
        int count = Math.Min(PieceRows, densities.Length - first);
        using var reader = rows.Open();
        reader.MoveTo(first);
        for (int done = 0; done < count;)
        {
            if (!reader.Read(Math.Min(BlockRows, count - done), out var block))
            {
                throw new InputException($"The data end after {first + done} rows, where {rows.Rows} were promised. Read them again.");
            }

            for (int i = 0; i < block.Count; i++)
            {
                // as the rows are scored later, to the last bit: the row at the threshold is not below it
                densities[first + done + i] = model.LogDensity(block[i], missing);
            }

            block.Weights.CopyTo(weights.AsSpan(first + done));
            done += block.Count;
        }
    }

    private static void InParallel(int count, Action<int> action, CancellationToken cancellationToken)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellationToken }, action);
        }
        catch (AggregateException failure)
        {
            ExceptionDispatchInfo.Throw(failure.InnerExceptions[0]);
        }
    }
}
