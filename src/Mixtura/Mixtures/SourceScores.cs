using Mixtura.Data;
using Mixtura.Estimation;

namespace Mixtura.Mixtures;

/// <summary>Scores of all rows of a source: pieces of whole blocks go to the threads, each with a reader of its own, and every row has a place of its own in the result.</summary>
internal static class SourceScores
{
    // below some ten thousand rows threads cost more than they save
    private const int LeastBlocks = 8;
    private const int MostPieces = 64;

    private delegate void BlockAction(MixtureScorer scorer, RowBlock block, int first);

    /// <summary>The most probable component of every row.</summary>
    public static int[] Predict(Mixture model, IRowSource rows, MissingCells missing, int? threads, CancellationToken cancellationToken)
    {
        var result = new int[RoomFor(rows, 1)];
        ForEachBlock(model, rows, missing, threads, (scorer, block, first) => scorer.Predict(block, result.AsSpan(first)), cancellationToken);
        return result;
    }

    /// <summary>The log density of every row.</summary>
    public static double[] LogDensity(Mixture model, IRowSource rows, MissingCells missing, int? threads, CancellationToken cancellationToken)
    {
        var result = new double[RoomFor(rows, 1)];
        ForEachBlock(model, rows, missing, threads, (scorer, block, first) => scorer.Score(block, result.AsSpan(first, block.Count), []), cancellationToken);
        return result;
    }

    /// <summary>The responsibilities of every row, N×K.</summary>
    public static RowMatrix Responsibilities(Mixture model, IRowSource rows, MissingCells missing, int? threads, CancellationToken cancellationToken)
    {
        int k = model.Components;
        var result = new double[RoomFor(rows, k)];
        ForEachBlock(model, rows, missing, threads, (scorer, block, first) => scorer.Score(block, [], result.AsSpan(first * k, block.Count * k)), cancellationToken);
        return new RowMatrix(result, k);
    }

    /// <summary>The probability that a row is good, of every row.</summary>
    public static double[] GoodProbability(Mixture model, IRowSource rows, MissingCells missing, int? threads, CancellationToken cancellationToken)
    {
        var result = new double[RoomFor(rows, 1)];
        ForEachBlock(model, rows, missing, threads, (scorer, block, first) => scorer.Score(block, [], [], result.AsSpan(first, block.Count)), cancellationToken);
        return result;
    }

    /// <summary>The tail probability of every row: the draws are shared by all threads.</summary>
    public static double[] TailProbability(Mixture model, IRowSource rows, TailProbabilities tails, MissingCells missing, int? threads, CancellationToken cancellationToken)
    {
        var result = new double[RoomFor(rows, 1)];
        ForEachBlock(
            model.WithoutNoise,
            rows,
            missing,
            threads,
            (scorer, block, first) =>
            {
                var own = result.AsSpan(first, block.Count);
                scorer.Score(block, own, []);
                for (int i = 0; i < own.Length; i++)
                {
                    own[i] = tails.Of(block[i], own[i]);
                }
            },
            cancellationToken);
        return result;
    }

    private static int RoomFor(IRowSource rows, int each)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return rows.Rows <= Array.MaxLength / each
            ? (int)(rows.Rows * each)
            : throw new ArgumentException($"{Counted.Of(rows.Rows, "row")} of {Counted.Of(each, "number")} do not fit in one array. Go through the rows by RowTraversal.ForEachBlock, with a MixtureScorer.", nameof(rows));
    }

    private static void ForEachBlock(Mixture model, IRowSource rows, MissingCells missing, int? threads, BlockAction action, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads ?? 1, 1, nameof(threads));
        model.RequireColumns(rows.Columns);
        var source = CheckedRows.Of(rows);
        var scorer = new MixtureScorer(model, missing);
        var partition = PiecesOf(source.Rows);
        ParallelPieces.ForEach(
            partition.Count,
            threads ?? Environment.ProcessorCount,
            slot =>
            {
                using var reader = source.Open();
                int first = (int)partition.FirstRow(slot);
                new SlotRows(slot, partition, reader, cancellationToken).ForEachBlock(block =>
                {
                    action(scorer, block, first);
                    first += block.Count;
                });
            },
            cancellationToken);
    }

    private static SlotPartition PiecesOf(long rows)
    {
        long blocks = (rows + SlotPartition.BlockRows - 1) / SlotPartition.BlockRows;
        long each = Math.Max(LeastBlocks, (blocks + MostPieces - 1) / MostPieces);
        return new SlotPartition(rows, (int)((blocks + each - 1) / each), each * SlotPartition.BlockRows);
    }
}
