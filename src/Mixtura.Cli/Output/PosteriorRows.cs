using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Mixtura.Cli.Tables;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures;

namespace Mixtura.Cli.Output;

/// <summary>Rows with their log densities or responsibilities, block by block on all threads, in bounded memory.</summary>
/// <remarks>A window of blocks is computed in parallel and then handed over in the rows' order. Blocks fall at the same rows on any
/// number of threads, so the results are the same bits.</remarks>
/// <param name="model">The model.</param>
/// <param name="rows">The rows; where processes share them each scores some blocks, and the first one takes all.</param>
/// <param name="threads">The number of threads; null for all processors.</param>
internal sealed class PosteriorRows(Mixture model, IRowSource rows, int? threads)
{
    private const int BlockNumbers = 1 << 14;
    private const int LeastBlockRows = 64;

    // so that no thread waits long for the last block of a window
    private const int BlocksPerThread = 2;

    // more threads gain nothing, and their blocks take memory
    private const int MostThreadsPerProcessor = 4;

    private readonly int blockRows = Math.Max(BlockNumbers / Math.Max(model.Components, model.Features), LeastBlockRows);
    private readonly int threads = Math.Min(threads ?? Environment.ProcessorCount, MostThreadsPerProcessor * Environment.ProcessorCount);

    /// <summary>What tail probabilities come from, where they are computed.</summary>
    public TailScores? Tails { get; init; }

    /// <summary>Writes a table of them.</summary>
    /// <param name="posterior">What is computed of a row.</param>
    /// <param name="table">The table.</param>
    /// <param name="set">Sets the results of a block.</param>
    /// <param name="take">Done with every block when it is written.</param>
    /// <param name="cancellationToken">Ends it by an <see cref="OperationCanceledException"/>.</param>
    public void Write(Posterior posterior, RowTable table, Action<ScoredBlock, TableRows> set, Action<ScoredBlock> take, CancellationToken cancellationToken) => Run(
        posterior,
        table,
        block =>
        {
            set(block, block.Table!);
            table.Prepare(block.Table!);
        },
        block =>
        {
            table.Write(block.Table!);
            take(block);
        },
        cancellationToken);

    /// <summary>Computes all blocks.</summary>
    /// <param name="posterior">What is computed of a row.</param>
    /// <param name="take">Done with every block, one after the other.</param>
    /// <param name="cancellationToken">Ends it by an <see cref="OperationCanceledException"/>.</param>
    public void ForEachBlock(Posterior posterior, Action<ScoredBlock> take, CancellationToken cancellationToken) => Run(posterior, null, static _ => { }, take, cancellationToken);

    // prepare: done with several blocks at once
    private void Run(Posterior posterior, RowTable? table, Action<ScoredBlock> prepare, Action<ScoredBlock> take, CancellationToken cancellationToken)
    {
        using var workers = new Workers(model, rows, Tails);
        var window = new List<ScoredBlock>();
        long blocks = (rows.Rows + blockRows - 1) / blockRows;
        for (long first = 0; first < blocks; first += window.Count)
        {
            while (window.Count < Math.Min(BlocksPerThread * threads * (rows.Processes?.Count ?? 1), blocks))
            {
                window.Add(new ScoredBlock(blockRows, model, posterior, table?.Rows(blockRows)));
            }

            int count = (int)Math.Min(window.Count, blocks - first);
            int[] own = [.. Enumerable.Range(0, count).Where(i => OwnerOf(i) == Rank)];
            Together(() => InParallel(
                own.Length,
                i =>
                {
                    workers.Fill(window[own[i]], (first + own[i]) * blockRows, blockRows);
                    prepare(window[own[i]]);
                },
                rows.Processes?.Interrupted ?? cancellationToken));
            for (int i = 0; i < count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Bring(window[i], OwnerOf(i), prepare);
                if (Rank == 0)
                {
                    take(window[i]);
                }
            }
        }
    }

    private int Rank => rows.Processes?.Rank ?? 0;

    // processes that share the rows take turns at the blocks; the first one gets all of them
    private int OwnerOf(int block) => block % (rows.Processes?.Count ?? 1);

    private void Together(Action work) => rows.Processes.Together(() =>
    {
        work();
        return true;
    });

    private void Bring(ScoredBlock block, int owner, Action<ScoredBlock> prepare)
    {
        if (owner > 0 && Rank == owner)
        {
            block.Send(rows.Processes!, 0);
        }
        else if (owner > 0 && Rank == 0 && !block.TryReceive(rows.Processes!, owner))
        {
            prepare(block);
        }
    }

    private void InParallel(int count, Action<int> action, CancellationToken cancellationToken)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken }, action);
        }
        catch (AggregateException failure)
        {
            // a file that cannot be read is one failure for the user, however many threads met it
            ExceptionDispatchInfo.Throw(failure.InnerExceptions[0]);
        }
    }

    /// <summary>Scorers with readers: one pair for every thread at work, used again by the next.</summary>
    private sealed class Workers(Mixture model, IRowSource rows, TailScores? tails) : IDisposable
    {
        private readonly ConcurrentBag<(MixtureScorer Scorer, IRowReader Reader)> free = [];

        public void Fill(ScoredBlock block, long firstRow, int maximumRows)
        {
            (MixtureScorer Scorer, IRowReader Reader) worker = free.TryTake(out var found) ? found : (new MixtureScorer(model, MissingCells.IntegrateOut), rows.Open());
            try
            {
                worker.Reader.MoveTo(firstRow);
                if (!worker.Reader.Read(maximumRows, out var read) || read.Count < Math.Min(maximumRows, rows.Rows - firstRow))
                {
                    throw new InputException($"The data end after {Shown.Count(firstRow + read.Count, "row")}, where {rows.Rows} were promised. Read them again.");
                }

                block.Fill(worker.Scorer, read, tails);
            }
            finally
            {
                free.Add(worker);
            }
        }

        public void Dispose()
        {
            foreach (var (_, reader) in free)
            {
                reader.Dispose();
            }
        }
    }
}
