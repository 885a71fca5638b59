using Mixtura.Data;
using Mixtura.Estimation;

namespace Mixtura.Mixtures;

/// <summary>Scores rows block by block under a model. Any number of threads may share one: each call takes buffers that no other uses.</summary>
/// <param name="model">The model.</param>
/// <param name="missing">What becomes of missing cells (NaN): integrated out, a row has the density and the posterior of what is observed of it; else both are NaN.</param>
public sealed class MixtureScorer(Mixture model, MissingCells missing = MissingCells.Refuse)
{
    private const int BlockRows = SlotPartition.BlockRows;

    private readonly Mixture model = NotNull(model);
    private readonly IdlePool<Workplace> idle = new(() => new Workplace(model.Core.NewScorer()));

    /// <summary>Log densities and responsibilities of a block, whatever the rows' weights.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="logDensity">Receives log p(xᵢ), in nats; one a row, or empty.</param>
    /// <param name="posterior">Receives rᵢₖ row by row, rows·K numbers, or empty.</param>
    /// <exception cref="ArgumentException">A destination is neither empty nor long enough.</exception>
    public void Score(RowBlock rows, Span<double> logDensity, Span<double> posterior) => Score(rows, logDensity, posterior, []);

    /// <summary>The same, with the probability that each row is good within its most probable component (<see cref="Mixture.GoodProbability(RowMatrix, MissingCells)"/>).</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="logDensity">Receives log p(xᵢ), in nats; one a row, or empty.</param>
    /// <param name="posterior">Receives rᵢₖ row by row, rows·K numbers, or empty.</param>
    /// <param name="good">Receives the probabilities, one a row, or empty.</param>
    /// <exception cref="ArgumentException">A destination is neither empty nor long enough.</exception>
    /// <exception cref="InvalidOperationException">Those of good rows are wanted, and the components do not tell (<see cref="Mixture.TellsGoodRows"/>).</exception>
    public void Score(RowBlock rows, Span<double> logDensity, Span<double> posterior, Span<double> good)
    {
        RequireRoom(good, rows.Count, nameof(good));
        if (!good.IsEmpty && !model.TellsGoodRows)
        {
            throw new InvalidOperationException($"Components of the kind '{model.Family}' tell no good rows from bad ones. Ask a mixture of contaminated components.");
        }

        RequireRoom(logDensity, rows.Count, nameof(logDensity));
        RequireRoom(posterior, rows.Count * model.Components, nameof(posterior));
        var place = idle.Rent();
        Score(place.Scorer, rows, logDensity, good.IsEmpty || !posterior.IsEmpty ? posterior : place.Responsibilities(rows.Count * model.Components), good);
        idle.Return(place);
    }

    private void Score(IBlockScorer scorer, RowBlock rows, Span<double> logDensity, Span<double> posterior, Span<double> good)
    {
        model.RequireColumns(rows.Columns);
        int step = Math.Min(scorer.BlockRows, BlockRows);
        for (int start = 0; start < rows.Count; start += step)
        {
            int count = Math.Min(step, rows.Count - start);
            var block = new RowBlock(rows.Values.Slice(start * rows.Columns, count * rows.Columns), UnitWeights.Of(count), rows.Columns, rows.FirstRow + start);
            var joint = scorer.Posterior(block, keepsLogDensity: !logDensity.IsEmpty, out var densities);
            if (!logDensity.IsEmpty)
            {
                densities.CopyTo(logDensity[start..]);
            }

            if (!posterior.IsEmpty)
            {
                var own = posterior.Slice(start * model.Components, count * model.Components);
                Transpose(joint, own);
                AssignFarRows(scorer, block, own);
                WriteGood(scorer, own, good.IsEmpty ? good : good.Slice(start, count));
            }
        }

        if ((missing == MissingCells.Refuse || !model.IntegratesMissing) && RowGaps.AnyIn(rows.Values))
        {
            SpoilRowsWithGaps(rows, logDensity, posterior, good);
        }
    }

    private void WriteGood(IBlockScorer scorer, ReadOnlySpan<double> posterior, Span<double> good)
    {
        for (int i = 0; i < good.Length; i++)
        {
            var row = posterior.Slice(i * model.Components, model.Components);
            int component = model.ComponentOf(row);
            good[i] = component == NoisyMixture.NoiseLabel || double.IsNaN(row[0]) ? double.NaN : scorer.GoodRows!.GoodProbability(component, i);
        }
    }

    private void SpoilRowsWithGaps(RowBlock rows, Span<double> logDensity, Span<double> posterior, Span<double> good)
    {
        for (int i = 0; i < rows.Count; i++)
        {
            if (RowGaps.AnyIn(rows[i]))
            {
                logDensity.Slice(logDensity.IsEmpty ? 0 : i, logDensity.IsEmpty ? 0 : 1).Fill(double.NaN);
                good.Slice(good.IsEmpty ? 0 : i, good.IsEmpty ? 0 : 1).Fill(double.NaN);
                posterior.Slice(posterior.IsEmpty ? 0 : i * model.Components, posterior.IsEmpty ? 0 : model.Components).Fill(double.NaN);
            }
        }
    }

    /// <summary>The most probable component of every row of a block.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="components">Receives the components, counted from 0; one a row.</param>
    /// <exception cref="InputException">A row holds a value that is not a number, and belongs nowhere.</exception>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public void Predict(RowBlock rows, Span<int> components)
    {
        if (components.Length < rows.Count)
        {
            throw new ArgumentException($"Room for {Counted.Of(components.Length, "component")}, there are {Counted.Of(rows.Count, "row")}. Give room for one a row.", nameof(components));
        }

        int k = model.Components;
        var place = idle.Rent();
        var responsibilities = place.Responsibilities(rows.Count * k);
        Score(place.Scorer, rows, [], responsibilities, []);
        for (int i = 0; i < rows.Count; i++)
        {
            var own = responsibilities.Slice(i * k, k);
            components[i] = double.IsNaN(own[0])
                ? throw new InputException($"Row {rows.FirstRow + i} holds a value that is not finite and belongs to no component. Remove the row or fill the value.")
                : model.ComponentOf(own);
        }

        idle.Return(place);
    }

    /// <summary>The index of the largest number; of equal ones the first.</summary>
    public static int IndexOfLargest(ReadOnlySpan<double> values)
    {
        int best = 0;
        for (int k = 1; k < values.Length; k++)
        {
            best = values[k] > values[best] ? k : best;
        }

        return best;
    }

    private void AssignFarRows(IBlockScorer scorer, RowBlock block, Span<double> posterior)
    {
        for (int i = 0; i < block.Count; i++)
        {
            var row = posterior.Slice(i * model.Components, model.Components);
            if (row.IndexOfAnyExcept(0.0) < 0)
            {
                if (!scorer.AssignFar(block[i], row))
                {
                    model.Weights.Span.CopyTo(row);
                }
            }
        }
    }

    private static void Transpose(ComponentBlock posterior, Span<double> destination)
    {
        for (int k = 0; k < posterior.Components; k++)
        {
            var run = posterior[k];
            for (int i = 0; i < run.Length; i++)
            {
                destination[(i * posterior.Components) + k] = run[i];
            }
        }
    }

    private static Mixture NotNull(Mixture model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model;
    }

    private static void RequireRoom(Span<double> destination, int length, string parameter)
    {
        if (!destination.IsEmpty && destination.Length < length)
        {
            throw new ArgumentException($"Room for {Counted.Of(destination.Length, "number")}, {length} are to be written. Give room for all, or none.", parameter);
        }
    }

    // what a thread scores with
    private sealed class Workplace(IBlockScorer scorer)
    {
        private double[] responsibilities = [];

        public IBlockScorer Scorer => scorer;

        public Span<double> Responsibilities(int count)
        {
            if (responsibilities.Length < count)
            {
                responsibilities = new double[count];
            }

            return responsibilities.AsSpan(0, count);
        }
    }
}
