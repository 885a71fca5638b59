using Mixtura.Data;
using Mixtura.Mixtures;
using Mixtura.Mixtures.Classes;
using Mixtura.Numerics;

namespace Mixtura.Selection;

/// <summary>k-fold cross-validation: every row's log density under a fit that has not seen it. Left out means weight 0, as everywhere.</summary>
internal static class CrossValidation
{
    // apart from the streams of starts, which count up from 0
    private const ulong Stream = 1UL << 50;

    /// <summary>Σᵢ wᵢ log p(xᵢ) with p fitted without the fold of row i; NaN if a fold has no sound fit.</summary>
    public static double HeldOutLogDensity(IRowSource rows, int components, ComponentKind kind, MixtureOptions options, int folds, CancellationToken cancellationToken)
    {
        var foldOf = new RowFolds(rows.Rows, folds, new RandomSource(options.Seed, Stream));
        double sum = 0;
        for (int fold = 0; fold < folds; fold++)
        {
            int held = fold;
            var training = new MaskedRows(rows, row => foldOf.Of(row) == held ? 0 : 1);
            var fit = kind.Fit(training, components, options, null, cancellationToken);
            if (fit.Degeneracy is not null || cancellationToken.IsCancellationRequested)
            {
                return double.NaN;
            }

            sum += fit.Model.Score(new MaskedRows(rows, row => foldOf.Of(row) == held ? 1 : 0), options.Missing, options.Em.Threads, cancellationToken).LogLikelihood;
        }

        return sum;
    }
}
