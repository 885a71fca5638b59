namespace Mixtura.IO;

/// <summary>How far the reading of data has come.</summary>
/// <param name="Name">What messages call them: the file, of several that which is read.</param>
/// <param name="Rows">The rows that were taken so far.</param>
/// <param name="Share">How much of them has been read, from 0 to 1; NaN where nobody knows, as of a pipe or a query.</param>
public readonly record struct ReadingProgress(string Name, long Rows, double Share);
