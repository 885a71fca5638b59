namespace Mixtura.Mixtures.Search;

/// <summary>Tells of a search among some of the rows as if all rows were like these.</summary>
/// <param name="progress">Whom.</param>
/// <param name="rowsEach">The rows of the data for each of them.</param>
internal sealed class ScaledProgress(IProgress<FitProgress> progress, double rowsEach) : IProgress<FitProgress>
{
    public void Report(FitProgress value) => progress.Report(value with
    {
        LowerBound = value.LowerBound * rowsEach,
        BestLowerBound = value.BestLowerBound * rowsEach,
        Phase = FitPhase.Sample,
    });
}
