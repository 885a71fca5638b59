using Microsoft.ML;
using Microsoft.ML.Data;
using Mixtura.Mixtures;
using Mixtura.ML.Scoring;
using Mixtura.Storage;

namespace Mixtura.ML;

/// <summary>A fitted mixture in a pipeline: adds to rows the columns that its trainer names. Immutable and thread-safe; prediction engines, as ever in ML.NET, belong to one thread at a time.</summary>
/// <remarks>What <c>mlContext.Model.Save</c> writes, <c>mlContext.Model.Load</c> reads in any context, without registering anything, wherever the assembly Mixtura.ML can be found. What it gives back are ML.NET's own types; <see cref="FindIn"/> finds the mixture in them.</remarks>
public class MixtureTransformer : ITransformer
{
    private readonly SavedMixture saved;
    private readonly ITransformer steps;

    internal MixtureTransformer(SavedMixture saved, ITransformer steps, MixtureFit? fit)
    {
        this.saved = saved;
        this.steps = steps;
        Fit = fit;
    }

    /// <summary>The mixture.</summary>
    public Mixture Model => Fit?.Model ?? saved.Stored.Model;

    /// <summary>How it was fitted, with warnings; null in a pipeline that was loaded, see <see cref="Record"/>.</summary>
    public MixtureFit? Fit { get; }

    /// <summary>What a saved model tells of its fit.</summary>
    public FitRecord? Record => saved.Stored.Fit;

    /// <summary>The log density below which a row is an anomaly, in nats; null where none was asked for.</summary>
    public double? Threshold => double.IsNaN(saved.Threshold) ? null : saved.Threshold;

    /// <summary>The first mixture among the steps of a pipeline, fitted or loaded; null where there is none.</summary>
    /// <param name="pipeline">What <c>Fit</c> or <c>mlContext.Model.Load</c> gave.</param>
    public static MixtureTransformer? FindIn(ITransformer pipeline)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        return pipeline switch
        {
            MixtureTransformer own => own,
            IEnumerable<ITransformer> steps when MixturePipeline.MixtureIn(steps) is { } saved => new MixtureTransformer(saved, pipeline, null),
            IEnumerable<ITransformer> steps => steps.Select(FindIn).FirstOrDefault(static found => found is not null),
            _ => null,
        };
    }

    /// <inheritdoc/>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => steps.GetOutputSchema(inputSchema);

    /// <inheritdoc/>
    public IDataView Transform(IDataView input) => steps.Transform(input);

    bool ITransformer.IsRowToRowMapper => steps.IsRowToRowMapper;

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => steps.GetRowToRowMapper(inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx) => steps.Save(ctx);
}
