using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.IO;
using Mixtura.Mixtures;
using Mixtura.Selection;

namespace Mixtura.Cli.Fitting;

/// <summary>A fit with known labels, as it is asked for.</summary>
/// <param name="Labels">What is known of the rows.</param>
/// <param name="Least">The least components of a class.</param>
/// <param name="Most">The most: how many, BIC tells for each class.</param>
/// <param name="Folds">In how many folds predictions are cross-validated; null for none.</param>
internal sealed record LabelPlan(KnownLabels Labels, int Least, int Most, int? Folds)
{
    /// <summary>The structures among which each class has its own; null where all have one.</summary>
    public IReadOnlyList<CovarianceStructure>? Structures { get; init; }

    /// <summary>Fits it.</summary>
    /// <param name="plan">All else that is asked for; without K it is what the classes want.</param>
    /// <param name="kind">The kind of component.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="display">Told every iteration; null for nobody.</param>
    /// <param name="cancellationToken">The user interrupts.</param>
    public MixtureFit Fit(FitPlan plan, ComponentKind kind, RowFile rows, IProgress<FitProgress>? display, CancellationToken cancellationToken)
    {
        if (Structures is not null)
        {
            var own = ModelSelection.PerClass(Enumerable.Range(Least, Most - Least + 1), Structures);
            return Validated(own.WithLabels(Labels).Fit(rows, Labels.Classes.Count, plan.Options, display, cancellationToken), own, rows, Labels.Classes.Count, null, plan.Options, cancellationToken);
        }

        var perClass = plan.Options.Start?.Classes is { } classes ? classes.CountsFor(Labels) : PerClass(kind, rows, plan.Options, cancellationToken);
        int components = plan.Components > 0 ? plan.Components : perClass.Sum();
        var fit = kind.WithLabels(Labels, perClass).Fit(rows, components, plan.Options, display, cancellationToken);
        return Validated(fit, kind, rows, components, perClass, plan.Options, cancellationToken);
    }

    private MixtureFit Validated(
        MixtureFit fit, ComponentKind kind, RowFile rows, int components, IReadOnlyList<int>? perClass, MixtureOptions options, CancellationToken cancellationToken)
    {
        if (Folds is not { } folds || fit.Classification is not { } seen || cancellationToken.IsCancellationRequested)
        {
            return fit;
        }

        try
        {
            return fit with { Classification = seen with { CrossValidated = Classification.CrossValidate(kind, rows, Labels, components, perClass, folds, options, cancellationToken) } };
        }
        catch (InputException failure)
        {
            // the fit itself is whole
            return fit with { Warnings = [.. fit.Warnings, $"Predictions are not cross-validated: {failure.Message}"] };
        }
    }

    /// <summary>The components of each class.</summary>
    /// <param name="kind">The kind of component.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="options">How they are fitted where BIC tells.</param>
    /// <param name="cancellationToken">The user interrupts.</param>
    public IReadOnlyList<int> PerClass(ComponentKind kind, RowFile rows, MixtureOptions options, CancellationToken cancellationToken) => Least == Most
        ? [.. Enumerable.Repeat(Least, Labels.Classes.Count)]
        : kind.ComponentsPerClass(rows, Labels, Least, Most, options, cancellationToken);
}
