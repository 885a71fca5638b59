using Microsoft.ML;
using Mixtura.Data;
using Mixtura.IO;
using Mixtura.ML.Scoring;
using Mixtura.Storage;

namespace Mixtura.ML;

/// <summary>Fits a mixture to a column of vectors; made by <see cref="MixtureCatalog"/>. The rows are read once, kept as doubles in memory or, beyond 64 MiB, in a temporary file, and swept over from there on all threads.</summary>
/// <typeparam name="TTransformer">What <see cref="Fit"/> gives.</typeparam>
public sealed class MixtureTrainer<TTransformer> : IEstimator<TTransformer>
    where TTransformer : MixtureTransformer
{
    private readonly InputColumns columns;
    private readonly MixtureRecipe<TTransformer> recipe;

    internal MixtureTrainer(InputColumns columns, MixtureRecipe<TTransformer> recipe)
    {
        this.columns = columns;
        this.recipe = recipe;
    }

    /// <summary>Fits the mixture.</summary>
    /// <param name="input">The rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is not there, or not of a type that can be used.</exception>
    /// <exception cref="InputException">There are no rows, a value is missing or not finite, a weight is negative, or the data cannot be fitted.</exception>
    public TTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        columns.Check(input.Schema, nameof(input));
        var options = new RowFileOptions { Missing = recipe.Missing == MissingCells.IntegrateOut ? MissingValues.Keep : MissingValues.Error };
        using var rows = DataViewRows.From(input, columns.Features, columns.Weights, options: options, cancellationToken: recipe.CancellationToken);
        var fit = recipe.Fit(rows);
        double threshold = recipe.AnomalyFraction is { } fraction ? LowDensity.ThresholdOf(fit.Model, rows, recipe.Missing, fraction, recipe.CancellationToken) : double.NaN;
        var saved = new SavedMixture(new StoredModel(fit.Model, FitRecord.Of(fit)), recipe.Missing, threshold);
        string text = saved.ToText();

        // a kind of component that no file can hold would fail in its first row
        SavedMixture.Of(text.AsMemory());
        var steps = recipe.Steps(columns.Features, fit.Model.Components, text).Fit(input);
        return recipe.Make(saved, steps, fit);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        columns.Check(inputSchema, nameof(inputSchema));
        return recipe.Steps(columns.Features, 1, string.Empty).GetOutputSchema(inputSchema);
    }
}
