using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures;

namespace Mixtura.Families.Columns;

/// <summary>Mixtures over columns of different kinds, independent of each other within a component: p(x) = Σₖ πₖ Π_b fₖᵇ(x_b) (eqs. 2–4), the columns x_b of a kind b together.</summary>
/// <remarks>Log densities, parameters and log priors add up; each part's M-step is its own, with the responsibilities that all columns make together.</remarks>
internal sealed partial class ColumnsFamily : IComponentFamily<ColumnsParameters, ColumnsStatistics>
{
    // longer rows go by the block
    private const int MostOnStack = 256;

    private readonly ColumnsOfKind[] kinds;

    /// <param name="kinds">The kinds, each with its columns; every column of the data belongs to one.</param>
    public ColumnsFamily(params ColumnsOfKind[] kinds) => this.kinds = kinds;

    /// <summary>The kinds.</summary>
    public IReadOnlyList<ColumnsOfKind> Kinds => kinds;

    public string Name => "mixed";

    public bool IntegratesMissing => Array.TrueForAll(kinds, static kind => kind.Family.IntegratesMissing);

    public IComponentFamily<ColumnsParameters, ColumnsStatistics> ForWorker() =>
        new ColumnsFamily(Array.ConvertAll(kinds, static kind => kind with { Family = kind.Family.ForWorker() }));

    // asked for with every block: no allocation here
    public int BlockRows(ColumnsParameters model)
    {
        int least = int.MaxValue;
        for (int p = 0; p < model.Parts.Count; p++)
        {
            least = Math.Min(least, kinds[model.Parts[p].Kind].Family.BlockRows(model.Parts[p].Model));
        }

        return least;
    }

    public int ComponentCount(ColumnsParameters model) => model.Components;

    public int FeatureCount(ColumnsParameters model) => model.Features;

    public ReadOnlySpan<double> WeightsOf(ColumnsParameters model) => model.Weights;

    /// <summary>K − 1 weights, and what each part has beside them.</summary>
    public int ParameterCount(ColumnsParameters model) => model.Components - 1 + model.Parts.Sum(part => kinds[part.Kind].Family.ParameterCount(part.Model));

    public ColumnsStatistics CreateStatistics(ColumnsParameters model) => new([.. model.Parts.Select(part => kinds[part.Kind].Family.CreateSums(part.Model))]);

    public void LogJoint(ColumnsParameters model, RowBlock rows, ColumnsStatistics statistics, ComponentBlock destination)
    {
        for (int k = 0; k < model.Components; k++)
        {
            destination[k].Fill(Math.Log(model.Weights[k]));
        }

        for (int p = 0; p < model.Parts.Count; p++)
        {
            var part = model.Parts[p];
            var own = Gathered(rows, part.Columns, statistics.Parts[p].Values(rows.Count * part.Columns.Length));
            kinds[part.Kind].Family.AddLogDensity(part.Model, own, statistics.Parts[p], destination);
        }
    }

    public bool TryLogJoint(ColumnsParameters model, ReadOnlySpan<double> row, Span<double> destination)
    {
        for (int k = 0; k < destination.Length; k++)
        {
            destination[k] = Math.Log(model.Weights[k]);
        }

        Span<double> own = row.Length <= MostOnStack ? stackalloc double[row.Length] : [];
        Span<double> densities = destination.Length <= MostOnStack ? stackalloc double[destination.Length] : [];
        bool isShort = row.Length <= MostOnStack && destination.Length <= MostOnStack;
        for (int p = 0; p < (isShort ? model.Parts.Count : 0); p++)
        {
            var part = model.Parts[p];
            var columns = own[..part.Columns.Length];
            Gather(row, part.Columns, columns);
            if (!kinds[part.Kind].Family.TryAddLogDensity(part.Model, columns, densities, destination))
            {
                return false;
            }
        }

        return isShort;
    }

    public void Accumulate(ColumnsParameters model, RowBlock rows, ComponentBlock responsibilities, ColumnsStatistics statistics)
    {
        for (int p = 0; p < model.Parts.Count; p++)
        {
            // what the log densities were taken of is still there
            var part = model.Parts[p];
            var own = new RowBlock(statistics.Parts[p].Values(rows.Count * part.Columns.Length), rows.Weights, part.Columns.Length, rows.FirstRow);
            kinds[part.Kind].Family.Accumulate(part.Model, own, responsibilities, statistics.Parts[p]);
        }
    }

    public ColumnsParameters Maximize(ColumnsParameters current, ColumnsStatistics statistics) =>
        OfParts([.. current.Parts.Select((part, p) => part with { Model = kinds[part.Kind].Family.Maximize(part.Model, statistics.Parts[p]) })]);

    public void MoveTo(ColumnsParameters source, ColumnsParameters target, ColumnsStatistics statistics)
    {
        for (int p = 0; p < source.Parts.Count; p++)
        {
            kinds[source.Parts[p].Kind].Family.MoveTo(source.Parts[p].Model, target.Parts[p].Model, statistics.Parts[p]);
        }
    }

    public void Restore(ColumnsParameters model, double weight, ColumnsStatistics statistics)
    {
        for (int p = 0; p < model.Parts.Count; p++)
        {
            kinds[model.Parts[p].Kind].Family.Restore(model.Parts[p].Model, weight, statistics.Parts[p]);
        }
    }

    public double ObjectiveTerm(ColumnsParameters model) => model.Parts.Sum(part => kinds[part.Kind].Family.ObjectiveTerm(part.Model));

    public Degeneracy? FindDegeneracy(ColumnsParameters model)
    {
        foreach (var part in model.Parts)
        {
            if (kinds[part.Kind].Family.FindDegeneracy(part.Model) is { } found)
            {
                return new Degeneracy(found.Kind, found.Component, [.. found.Features.Select(feature => part.Columns[feature])], found.Value) { Remark = found.Remark };
            }
        }

        return null;
    }

    public void Release(ColumnsParameters model)
    {
        foreach (var part in model.Parts)
        {
            kinds[part.Kind].Family.Release(part.Model);
        }
    }

    public string? FindFault(ReadOnlySpan<double> row, out int feature)
    {
        foreach (var kind in kinds)
        {
            var own = new double[kind.Columns.Length];
            Gather(row, kind.Columns, own);
            if (kind.Family.FindFault(own, out int place) is { } fault)
            {
                feature = kind.Columns[place];
                return fault;
            }
        }

        feature = -1;
        return null;
    }

    public ColumnsParameters Pooled(DataSummary summary, int components) =>
        OfParts([.. kinds.Select((kind, place) => new PartModel(place, kind.Columns, kind.Family.Pooled(summary.Part(kind.Columns), components)))]);

    public ColumnsParameters Compose(IReadOnlyList<ComponentOf<ColumnsParameters>> parts)
    {
        var like = parts[0].Model;
        var composed = like.Parts.Select((part, p) => part with
        {
            Model = kinds[part.Kind].Family.Compose([.. parts.Select(one => new ComponentOf<object>(one.Model.Parts[p].Model, one.Component, one.Weight))]),
        });
        return new ColumnsParameters([.. parts.Select(static part => part.Weight)], [.. composed]);
    }

    public ColumnsParameters Marginal(ColumnsParameters model, ReadOnlySpan<int> features)
    {
        int[] kept = features.ToArray();
        var parts = new List<PartModel>();
        foreach (var part in model.Parts)
        {
            int[] places = [.. Enumerable.Range(0, kept.Length).Where(j => part.Columns.Contains(kept[j]))];
            if (places.Length > 0)
            {
                int[] own = [.. places.Select(j => Array.IndexOf(part.Columns, kept[j]))];
                parts.Add(new PartModel(part.Kind, places, kinds[part.Kind].Family.Marginal(part.Model, own)));
            }
        }

        return new ColumnsParameters(model.Weights.ToArray(), [.. parts]);
    }

    // the weights are the same in all parts
    private ColumnsParameters OfParts(PartModel[] parts) => new(kinds[parts[0].Kind].Family.WeightsOf(parts[0].Model).ToArray(), parts);

    private static RowBlock Gathered(RowBlock rows, int[] columns, Span<double> values)
    {
        for (int i = 0; i < rows.Count; i++)
        {
            Gather(rows[i], columns, values.Slice(i * columns.Length, columns.Length));
        }

        return new RowBlock(values, rows.Weights, columns.Length, rows.FirstRow);
    }

    private static void Gather(ReadOnlySpan<double> row, int[] columns, Span<double> own)
    {
        for (int j = 0; j < columns.Length; j++)
        {
            own[j] = row[columns[j]];
        }
    }

    private static void Scatter(ReadOnlySpan<double> own, int[] columns, Span<double> row)
    {
        for (int j = 0; j < columns.Length; j++)
        {
            row[columns[j]] = own[j];
        }
    }
}
