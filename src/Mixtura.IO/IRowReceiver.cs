using Mixtura.Data;

namespace Mixtura.IO;

/// <summary>Takes rows while they are read, once.</summary>
public interface IRowReceiver
{
    /// <summary>Called once, before the first row.</summary>
    /// <param name="featureNames">The names of the features.</param>
    /// <param name="levels">The names of the levels of every feature; empty for a feature of numbers.</param>
    /// <param name="isWeighted">Whether a column gives the weights.</param>
    void Begin(IReadOnlyList<string> featureNames, IReadOnlyList<IReadOnlyList<string>> levels, bool isWeighted);

    /// <summary>Takes the next rows.</summary>
    /// <param name="rows">The rows, numbered in the order in which they came; valid until the call returns.</param>
    void Take(RowBlock rows);
}
