using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Mixtura.ML.Scoring;

/// <summary>The steps that score rows by a mixture, all of them ML.NET's own or custom mappings, so that what ML.NET saves it can load.</summary>
internal static class MixturePipeline
{
    private const uint Key = 1;

    // a context of one's own: the steps do not log, draw or keep anything
    private static readonly MLContext Context = new();

    private static TransformsCatalog Steps => Context.Transforms;

    /// <summary>Adds component, responsibilities, distances and log density.</summary>
    public static IEstimator<ITransformer> Clusters(string features, MixtureColumns columns, int components, string model) => Scored(features, model)
        .Append(Steps.Conversion.MapValueToKey(columns.PredictedLabel, HiddenColumn.Component, keyData: Numbers(components)))
        .Append(Vector(columns.Score, HiddenColumn.ScorePart, components))
        .Append(Vector(columns.Distance, HiddenColumn.DistancePart, components))
        .Append(Steps.CopyColumns(columns.LogDensity, HiddenColumn.LogDensity))
        .Append(Steps.DropColumns(HiddenColumn.Names));

    /// <summary>Adds whether a row is an anomaly, how surprising it is, and its log density.</summary>
    public static IEstimator<ITransformer> Anomalies(string features, AnomalyColumns columns, string model) => Scored(features, model)
        .Append(Steps.CopyColumns(columns.PredictedLabel, HiddenColumn.IsRare))
        .Append(Steps.CopyColumns(columns.Score, HiddenColumn.Surprise))
        .Append(Steps.CopyColumns(columns.LogDensity, HiddenColumn.LogDensity))
        .Append(Steps.DropColumns(HiddenColumn.Names));

    /// <summary>The mixture in fitted steps; null where there is none.</summary>
    public static SavedMixture? MixtureIn(IEnumerable<ITransformer> steps)
    {
        ITransformer[] all = [.. steps];
        return Array.Exists(all, static step => step is CustomMappingTransformer<ScoreSource, ScoreTarget>) && Array.Find(all, static step => step is ValueMappingTransformer) is { } lookup
            ? SavedMixture.Of(TextOf(lookup))
            : null;
    }

    private static EstimatorChain<CustomMappingTransformer<ScoreSource, ScoreTarget>> Scored(string features, string model) =>
        Steps.Conversion.ConvertType(HiddenColumn.Features, features, DataKind.Double)
            .Append(Steps.CustomMapping<OneMapping.Nothing, OneMapping.Key>(OneMapping.Map, OneMapping.Contract))
            .Append(Steps.Conversion.MapValue(HiddenColumn.Model, [KeyValuePair.Create(Key, model)], HiddenColumn.One))
            .Append(Steps.CustomMapping<ScoreSource, ScoreTarget>(ScoreMapping.Map, ScoreMapping.Contract));

    private static ColumnConcatenatingEstimator Vector(string name, string part, int length) =>
        Steps.Concatenate(name, [.. BinaryParts.PowersOf(length).Select(power => HiddenColumn.PartOf(part, power))]);

    private static IDataView Numbers(int count) => Context.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(static k => new OneMapping.Key { Value = (uint)k }));

    private static ReadOnlyMemory<char> TextOf(ITransformer lookup)
    {
        var found = lookup.Transform(Context.Data.LoadFromEnumerable([new OneMapping.Key { Value = Key }]));
        using var cursor = found.GetRowCursor([found.Schema[HiddenColumn.Model]]);
        ReadOnlyMemory<char> text = default;
        cursor.MoveNext();
        cursor.GetGetter<ReadOnlyMemory<char>>(found.Schema[HiddenColumn.Model])(ref text);
        return text;
    }
}
