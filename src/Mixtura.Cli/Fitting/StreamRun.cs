using Mixtura.Data;
using Mixtura.IO;
using Mixtura.Mixtures;

namespace Mixtura.Cli.Fitting;

/// <summary>Learns rows as they are read.</summary>
/// <param name="name">What messages call the data.</param>
/// <param name="begin">The learner, once the columns are known.</param>
/// <param name="interrupted">Set when the user wants to end.</param>
internal sealed class StreamRun(string name, Func<DataColumns, Learner> begin, CancellationToken interrupted) : IRowReceiver
{
    private Learner? learner;
    private long before;

    /// <summary>The learner.</summary>
    public Learner Learner => learner!;

    /// <summary>The rows that were learnt.</summary>
    public long Rows => Learner.Rows - before;

    /// <summary>Whether the user ended it.</summary>
    public bool IsInterrupted { get; private set; }

    /// <summary>What was assumed of a text; nothing where the reading was interrupted.</summary>
    public TextReading Reading { get; private set; } = TextReading.Usual;

    /// <summary>Learns all rows, or those up to an interruption.</summary>
    /// <param name="read">Hands the rows on.</param>
    /// <exception cref="InputException">A row cannot be read or learnt.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted before there was a model.</exception>
    public void Learn(Func<IRowReceiver, RelayedRows> read)
    {
        try
        {
            Reading = read(this).Reading;
            Failures.About(name, () =>
            {
                Learner.Flush(interrupted);
                return 0;
            });
        }
        catch (OperationCanceledException) when (learner is { HasModel: true })
        {
            IsInterrupted = true;
        }
    }

    public void Begin(IReadOnlyList<string> featureNames, IReadOnlyList<IReadOnlyList<string>> levels, bool isWeighted)
    {
        learner = begin(new DataColumns(featureNames, levels));
        before = learner.Rows;
    }

    public void Take(RowBlock rows)
    {
        try
        {
            Learner.Add(rows, interrupted);
        }
        catch (InputException failure)
        {
            throw failure.At(name);
        }
    }
}
