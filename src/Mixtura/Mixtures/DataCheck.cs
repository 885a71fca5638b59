using System.Collections.Concurrent;
using Mixtura.Data;
using Mixtura.Estimation;

namespace Mixtura.Mixtures;

/// <summary>Looks at every number once, before anything is fitted: each thread, and each process that shares the rows, at those that it reads.</summary>
/// <param name="rows">The data.</param>
/// <param name="missing">What becomes of missing cells.</param>
/// <param name="pairs">Whether pairs of columns that are never observed together are of interest.</param>
internal sealed class DataCheck(IRowSource rows, MissingCells missing, bool pairs)
{
    private readonly ConcurrentBag<DataTally> free = [];

    /// <summary>The first row that counts: a centre within the data's range.</summary>
    public double[] FirstWeightedRow()
    {
        long seen = 0;
        using var reader = rows.Open();
        while (reader.Read(256, out var block))
        {
            seen += block.Count;
            for (int i = 0; i < block.Count; i++)
            {
                if (block.Weights[i] > 0)
                {
                    return FiniteOrZero(block[i]);
                }
            }
        }

        throw seen < rows.Rows ? RowTraversal.EndedEarly(seen, rows.Rows) : new InputException(rows.Rows == 0
            ? "There is no row. Give at least one."
            : "No row has a positive weight. At least one weight must be above 0.");
    }

    /// <summary>Checks a block. Thread-safe.</summary>
    public void Inspect(RowBlock block)
    {
        var tally = free.TryTake(out var used) ? used : NewTally();
        tally.Inspect(block, rows.FeatureNames);
        free.Add(tally);
    }

    /// <summary>What all threads and processes saw.</summary>
    public DataTally Total()
    {
        if (rows.SweepLog is not { } log)
        {
            return Seen();
        }

        if (!log.TryTake(out byte[] answer))
        {
            var seen = Seen();
            answer = (seen.Rows == 0 ? LookedAgain() : seen).ToBytes();
            log.Add(answer);
        }

        return NewTally().AddBytes(answer);
    }

    // the sweep that this rides on was not made again, only its sums taken from the log
    private DataTally LookedAgain()
    {
        RowTally.OfThose(
            rows,
            threads: 1,
            slot =>
            {
                slot.ForEachBlock(Inspect);
                return [];
            },
            CancellationToken.None);
        return Seen();
    }

    private DataTally Seen()
    {
        var total = NewTally();
        foreach (var tally in free)
        {
            total.Add(tally);
        }

        return rows.Processes is { } group ? group.All(total.ToBytes()).Aggregate(NewTally(), static (sum, bytes) => sum.AddBytes(bytes)) : total;
    }

    private DataTally NewTally() => new(rows.Columns, missing, pairs && missing == MissingCells.IntegrateOut);

    // a bad value here is reported by Inspect, with its place
    private static double[] FiniteOrZero(ReadOnlySpan<double> row)
    {
        var result = row.ToArray();
        for (int j = 0; j < result.Length; j++)
        {
            result[j] = double.IsFinite(result[j]) ? result[j] : 0;
        }

        return result;
    }
}
