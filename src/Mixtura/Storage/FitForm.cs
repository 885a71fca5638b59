using Mixtura.Bayesian;
using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Mixtures;

namespace Mixtura.Storage;

/// <summary>From the document of a fit to its record, with every field checked.</summary>
internal static class FitForm
{
    /// <summary>Reads the record. What a fit always knows must be there; a bound or a criterion that is not there, or null, is NaN, as
    /// it is where the fit had none; a list that is not there is empty.</summary>
    public static FitRecord Read(FitDocument fit, Mixture model, string name) => new(
        Required(fit.Method, "method", name),
        Required(fit.Rows, "rows", name),
        Required(fit.TotalWeight, "totalWeight", name),
        fit.LogLikelihood ?? double.NaN,
        fit.LowerBound ?? double.NaN,
        Required(fit.Iterations, "iterations", name),
        Required(fit.StopReason, "stopReason", name),
        fit.Trace ?? [],
        Required(fit.Parameters, "parameters", name),
        fit.Aic ?? double.NaN,
        fit.Bic ?? double.NaN,
        fit.Icl ?? double.NaN,
        Required(fit.Init, "init", name),
        Required(fit.Restarts, "restarts", name),
        Required(fit.Seed, "seed", name),
        fit.DataPasses ?? double.NaN,
        DocumentForm.Texts(fit.Warnings ?? [], "fit.warnings", name),
        Required(fit.Version, "version", name))
    {
        IsWeighted = fit.Weighted ?? false,
        MissingCells = fit.MissingCells ?? 0,
        FixedParameters = fit.FixedParameters ?? 0,
        Prior = fit.Prior,
        Reading = DocumentForm.Texts(fit.Reading ?? [], "fit.reading", name),
        EntropyR2 = fit.EntropyR2 ?? double.NaN,
        BadRows = fit.BadRows ?? double.NaN,
        Table = fit.Table is { } table ? Table(table, name) : null,
        Classification = fit.Classification is { } classification ? ClassificationForm.Read(classification, name) : null,
        ClassModels = [.. (fit.ClassModels ?? []).Select((one, i) => ClassModelForm.Read(one, $"classModels[{i}]", name))],
        Merging = fit.Merging is { } merging ? MergingForm.Read(merging, model.Components, name) : null,
        Online = fit.Online is { } online ? Online(online, name) : null,
        Starts = [.. (fit.Starts ?? []).Select((one, i) => Start(one, $"starts[{i}]", name))],
        BoundTerms = fit.BoundTerms is { } terms ? Terms(terms) : null,
        Path = StoredModel.AsGaussian(model) is { } gaussian ? [.. (fit.Path ?? []).Select((one, i) => Step(one, gaussian, $"fit.path[{i}]", name))] : [],
    };

    private static TableFit Table(TableDocument table, string name) => new(
        Required(table.Cells, "table.cells", name), Required(table.TotalWeight, "table.totalWeight", name), table.LikelihoodRatio ?? double.NaN, table.ChiSquared ?? double.NaN,
        Required(table.DegreesOfFreedom, "table.degreesOfFreedom", name));

    private static OnlineRecord Online(OnlineDocument online, string name) => new(
        Required(online.Batches, "online.batches", name), Required(online.BatchRows, "online.batchRows", name), Required(online.BatchesPerEntry, "online.batchesPerEntry", name),
        online.MeanLogDensity ?? double.NaN, online.HalfLife);

    private static BoundTerms Terms(BoundDocument terms) => new(
        terms.LogData ?? double.NaN, terms.LogAssignments ?? double.NaN, terms.LogWeights ?? double.NaN, terms.LogParameters ?? double.NaN,
        terms.LogAssignmentPosterior ?? double.NaN, terms.LogWeightPosterior ?? double.NaN, terms.LogParameterPosterior ?? double.NaN);

    private static StartRecord Start(StartDocument? start, string field, string name) => new(
        start?.LowerBound ?? double.NaN,
        Required(start?.Iterations, field + ".iterations", name),
        Required(start?.StopReason, field + ".stopReason", name),
        start?.Degeneracy);

    private static GaussianMixture Step(StepDocument? step, GaussianMixture model, string field, string name)
    {
        var mixture = DocumentForm.MixtureOf(step?.Weights, step?.Means, step?.Covariances, step?.Variances, model.Covariance, model.FeatureNames, field + ".", name);
        return mixture.Components == model.Components && mixture.Features == model.Features
            ? mixture
            : throw DocumentForm.NoModel($"{name}: '{field}' has {Counted.Of(mixture.Components, "component")} over {Counted.Of(mixture.Features, "feature")}, the model {model.Components} over {model.Features}.");
    }

    internal static string Required(string? value, string field, string name) => value ?? throw Missing(field, name);

    internal static T Required<T>(T? value, string field, string name)
        where T : struct =>
        value ?? throw Missing(field, name);

    private static InputException Missing(string field, string name) => DocumentForm.NoModel(
        $"{name}: the field 'fit.{field}' is missing. A model needs no 'fit', but where it has one, a whole one.");
}
