using Mixtura.Data;
using Mixtura.Mixtures.Classes;

namespace Mixtura.Mixtures;

/// <summary>Predicted beside known classes: of every row whose class is known, and whose weight is not 0, once.</summary>
/// <param name="Classes">The names of the classes.</param>
/// <param name="Table">Rows by known and predicted class; the last column is of rows that a component without a class takes.</param>
/// <param name="BrierScore">Σᵢ Σ_c (p(c|xᵢ) − [c is the class of row i])² / (2n), n rows: 0 where every class is foretold for certain, at most 1 (Brier 1950).</param>
public sealed record Classification(IReadOnlyList<string> Classes, ConfusionTable Table, double BrierScore)
{
    /// <summary>The rows.</summary>
    public long Rows => Count(static (_, _) => true);

    /// <summary>Those whose predicted class is not the known one.</summary>
    public long Errors => Count(static (known, predicted) => known != predicted);

    /// <summary>Their share; NaN without rows.</summary>
    public double ErrorRate => Rows == 0 ? double.NaN : (double)Errors / Rows;

    /// <summary>The same of rows that fits had not seen; null where that was not asked for.</summary>
    public Classification? CrossValidated { get; init; }

    /// <summary>In how many folds the rows were predicted by fits that had not seen them; null where the model had.</summary>
    public int? Folds { get; init; }

    /// <summary>Predicts every row of known class.</summary>
    /// <param name="model">The mixture; its components stand for classes.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="labels">Their classes.</param>
    /// <param name="missing">What becomes of missing cells (NaN).</param>
    /// <param name="cancellationToken">Ends it by an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="InputException">The mixture's components stand for no classes.</exception>
    public static Classification Of(Mixture model, IRowSource rows, KnownLabels labels, MissingCells missing = MissingCells.Refuse, CancellationToken cancellationToken = default)
    {
        var tally = new ClassificationTally(labels);
        tally.Add(model, rows, static _ => true, missing, cancellationToken);
        return tally.Result;
    }

    /// <summary>The error of fits to rows that they have not seen: the rows of each class are shared out to folds, each fold is predicted by a fit to the others.</summary>
    /// <param name="kind">The kind of component.</param>
    /// <param name="rows">The rows; those of unknown class take part in every fit.</param>
    /// <param name="labels">Their classes.</param>
    /// <param name="components">K.</param>
    /// <param name="componentsPerClass">The components of each class; null for one each.</param>
    /// <param name="folds">The number of folds, 2 or more; no more than rows of known class.</param>
    /// <param name="options">How to fit; null for the defaults. Its start is left out.</param>
    /// <param name="cancellationToken">Ends it by an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="InputException">A class has fewer than two rows, so that none would be left.</exception>
    public static Classification CrossValidate(
        ComponentKind kind, IRowSource rows, KnownLabels labels, int components, IReadOnlyList<int>? componentsPerClass = null, int folds = 10, MixtureOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        options ??= new MixtureOptions();
        folds = Math.Min(folds, Math.Max(2, labels.KnownRows));
        int[] foldOf = ClassFolds.Of(labels, folds, options.Seed);
        var tally = new ClassificationTally(labels);
        for (int fold = 0; fold < folds; fold++)
        {
            int left = fold;
            bool IsHeldOut(long row) => foldOf[row] == left;
            var seen = kind.WithLabels(labels.Where(row => !IsHeldOut(row)), componentsPerClass);
            var fit = seen.Fit(new MaskedRows(rows, row => IsHeldOut(row) ? 0 : 1), components, options with { Start = null, Em = options.Em with { KeepPath = false } }, cancellationToken: cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            tally.Add(fit.Model, rows, IsHeldOut, options.Missing, cancellationToken);
        }

        return tally.Result with { Folds = folds };
    }

    /// <summary>The same as <see cref="Of"/>; null where it was interrupted.</summary>
    internal static Classification? TryOf(Mixture model, IRowSource rows, KnownLabels labels, MissingCells missing, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Of(model, rows, labels, missing, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private long Count(Func<int, int, bool> counts)
    {
        long sum = 0;
        for (int known = 0; known < Table.Classes; known++)
        {
            for (int predicted = 0; predicted < Table.Components; predicted++)
            {
                sum += counts(known, predicted) ? Table[known, predicted] : 0;
            }
        }

        return sum;
    }
}
