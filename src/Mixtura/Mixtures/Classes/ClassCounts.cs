using Mixtura.Data;
using Mixtura.Mixtures.Search;

namespace Mixtura.Mixtures.Classes;

/// <summary>How many components each class wants: of fits to its known rows alone, with each number that is asked for, the one of the smallest BIC (Fraley and Raftery 2002, MclustDA), of those with no more parameters than the class has rows.</summary>
/// <remarks>With more, components shrink about a few rows each, and BIC rewards that without end.</remarks>
internal static class ClassCounts
{
    /// <summary>Chooses them.</summary>
    public static int[] Choose(ComponentKind kind, IRowSource rows, KnownLabels labels, int least, int most, MixtureOptions options, CancellationToken cancellationToken)
    {
        var own = options with { Start = null, Em = options.Em with { KeepPath = false } };
        return [.. Enumerable.Range(0, labels.Classes.Count).Select(known => Best(kind, ClassRows.Of(rows, labels, known, cancellationToken), least, most, own, cancellationToken))];
    }

    private static int Best(ComponentKind kind, IRowSource rows, int least, int most, MixtureOptions options, CancellationToken cancellationToken)
    {
        int best = least;
        double lowest = double.PositiveInfinity;
        for (int count = least; count <= most; count++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double bic = BicOf(kind, rows, count, options, cancellationToken);
            (best, lowest) = bic < lowest ? (count, bic) : (best, lowest);
        }

        return best;
    }

    // a class of few rows does not bear so many
    private static double BicOf(ComponentKind kind, IRowSource rows, int components, MixtureOptions options, CancellationToken cancellationToken)
    {
        try
        {
            if (components > 1 && kind.ParameterCount(DataSummary.Of(rows, correlations: true, options.Missing, options.Em.Threads, cancellationToken), components) > rows.Rows)
            {
                return double.PositiveInfinity;
            }

            var fit = kind.Fit(rows, components, options, FitHints.None, null, cancellationToken);
            return fit.Degeneracy is null ? fit.Criteria.Bic : double.PositiveInfinity;
        }
        catch (InputException)
        {
            return double.PositiveInfinity;
        }
    }
}
