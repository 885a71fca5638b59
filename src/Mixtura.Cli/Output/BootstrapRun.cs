using Mixtura.Bayesian;
using Mixtura.Cli.Options;
using Mixtura.Cli.Terminal;
using Mixtura.Data;
using Mixtura.Selection;
using Mixtura.Storage;

namespace Mixtura.Cli.Output;

/// <summary>The bootstrap of a stored model's parameters, as commands run it.</summary>
internal static class BootstrapRun
{
    /// <summary>Refits the model to bootstrapped rows.</summary>
    /// <param name="given">The model and the rows that it was fitted to.</param>
    /// <param name="stored">How it was fitted.</param>
    /// <param name="replicates">How many refits.</param>
    /// <param name="way">How rows are drawn.</param>
    /// <param name="seed">Where draws come from.</param>
    /// <param name="threads">The number of threads; null for all processors.</param>
    /// <param name="streams">Where progress is told.</param>
    /// <exception cref="InputException">The model was fitted to weighted rows, and these have no weights; or with known classes, and these have none.</exception>
    public static BootstrapTable Of(ModelWithData given, StoredModel stored, int replicates, BootstrapKind way, ulong? seed, int? threads, CommandStreams streams)
    {
        // files of earlier versions tell it by the total alone
        if (stored.Fit is { } fit && !given.Rows.IsWeighted && (fit.IsWeighted || Math.Abs(fit.TotalWeight - fit.Rows) > 1e-9 * fit.Rows))
        {
            throw new InputException($"The model was fitted to weighted rows ({Shown.Count(fit.Rows, "row")} of total weight {Shown.Value(fit.TotalWeight)}). Name the column of the weights with --weights, as in the fit.");
        }

        if (stored.Fit is { ClassModels.Count: > 0 })
        {
            throw new InputException("The classes of the model have structures of their own, which refits do not keep. Fit one structure for all classes with --covariance, and bootstrap that.");
        }

        if (given.Model.Classes is not null && given.Rows.Labels is null)
        {
            throw new InputException("The model was fitted with known classes. Name their column with --label, so that the refits hold them fast as the fit did.");
        }

        var labels = given.Model.Classes is null ? null : KnownClasses.Of(given.Rows.Labels!, given.Rows.Name);
        using var display = CountedProgressLine.On(streams);
        return new BootstrapTable(
            Failures.About(given.Rows.Name, () => ParameterBootstrap.Run(
                given.Model is VariationalGaussianMixture ? stored.Gaussian : given.Model, given.Rows, replicates, way, seed ?? 0, threads, labels, display, streams.Interrupted)),
            way);
    }
}
