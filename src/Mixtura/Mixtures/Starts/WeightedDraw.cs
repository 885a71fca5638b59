using System.Runtime.InteropServices;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Numerics;

namespace Mixtura.Mixtures.Starts;

/// <summary>A sample of rows: one unit drawn at random from each of equal stretches of the total weight, so that a row of weight 2 is drawn as two rows would be, and one of weight 0 never; all rows
/// of positive weight, as they are, where they are not more.</summary>
/// <param name="rows">The rows.</param>
/// <param name="summary">Their number and total weight.</param>
/// <param name="most">The most rows of the sample.</param>
/// <param name="seed">The seed.</param>
internal sealed class WeightedDraw(IRowSource rows, DataSummary summary, int most, ulong seed)
{
    private readonly double stretch = summary.TotalWeight / most;
    private double[] targets = [];
    private double[] passedBefore = [];

    /// <summary>Draws it: the rows' values one after the other, and their weights.</summary>
    public (double[] Values, double[] Weights) Draw(int threads, CancellationToken cancellationToken)
    {
        if (summary.WeightedRows <= most)
        {
            return Read(RowTally.Of(rows, threads, TakeAll, cancellationToken));
        }

        var random = new RandomSource(seed, ulong.MaxValue);
        targets = [.. Enumerable.Range(0, most).Select(i => (i + random.NextUniform()) * stretch)];
        if (!summary.IsWeighted)
        {
            return Read(RowTally.Of(rows, threads, TakeByNumber, cancellationToken));
        }

        byte[][] weights = RowTally.Of(rows, threads, Weigh, cancellationToken);
        double passed = 0;
        passedBefore = [.. weights.Select(slot => (passed += BitConverter.ToDouble(slot)) - BitConverter.ToDouble(slot))];
        return Read(RowTally.Of(rows, threads, TakeByWeight, cancellationToken));
    }

    private static byte[] TakeAll(SlotRows slot)
    {
        var taken = new Taken();
        slot.ForEachBlock(block =>
        {
            for (int i = 0; i < block.Count; i++)
            {
                taken.Add(block[i], block.Weights[i]);
            }
        });
        return taken.ToBytes();
    }

    // every row weighs 1: row i is passed where the running weight goes from i to i + 1
    private byte[] TakeByNumber(SlotRows slot)
    {
        var taken = new Taken();
        for (int next = FirstTarget(slot.First); next < most && targets[next] < slot.End;)
        {
            long row = (long)targets[next];
            int times = 0;
            for (; next < most && targets[next] < row + 1; next++)
            {
                times++;
            }

            slot.Cancellation.ThrowIfCancellationRequested();
            slot.Reader.MoveTo(row);
            if (!slot.Reader.Read(1, out var block))
            {
                slot.ForEachBlock(static _ => { });         // says where they end
                throw RowTraversal.EndedEarly(row, slot.Partition.Rows);
            }

            taken.Add(block[0], times * stretch);
        }

        return taken.ToBytes();
    }

    private static byte[] Weigh(SlotRows slot)
    {
        double sum = 0;
        slot.ForEachBlock(block =>
        {
            foreach (double weight in block.Weights)
            {
                sum += weight;
            }
        });
        return BitConverter.GetBytes(sum);
    }

    private byte[] TakeByWeight(SlotRows slot)
    {
        var taken = new Taken();
        double before = passedBefore[slot.Slot];
        double sum = 0;
        int next = FirstTarget(before);
        slot.ForEachBlock(block =>
        {
            for (int i = 0; i < block.Count; i++)
            {
                sum += block.Weights[i];
                int times = 0;
                for (; next < most && targets[next] < before + sum; next++)
                {
                    times++;
                }

                taken.Add(block[i], times * stretch);
            }
        });
        return taken.ToBytes();
    }

    private int FirstTarget(double passed)
    {
        int at = Array.BinarySearch(targets, passed);
        return at < 0 ? ~at : at;
    }

    private (double[] Values, double[] Weights) Read(byte[][] slots)
    {
        int length = 1 + rows.Columns;
        double[] all = [.. slots.SelectMany(static slot => MemoryMarshal.Cast<byte, double>(slot).ToArray())];
        var values = new double[all.Length / length * rows.Columns];
        var weights = new double[all.Length / length];
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = all[i * length];
            all.AsSpan((i * length) + 1, rows.Columns).CopyTo(values.AsSpan(i * rows.Columns));
        }

        return (values, weights);
    }

    /// <summary>Rows that were taken: of each its weight in the sample and its values.</summary>
    private sealed class Taken
    {
        private readonly List<double> numbers = [];

        public void Add(ReadOnlySpan<double> row, double weight)
        {
            if (weight > 0)
            {
                numbers.Add(weight);
                numbers.AddRange(row);
            }
        }

        public byte[] ToBytes() => MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(numbers)).ToArray();
    }
}
