using Mixtura.Mixtures;
using Mixtura.Mixtures.Parts;
using Mixtura.Numerics;

namespace Mixtura.Families.Columns;

/// <summary>What files, tables, pictures and leaps ask of columns of different kinds: each column's own kind answers.</summary>
internal sealed partial class ColumnsFamily
{
    private const string Weights = "weights";

    public bool HasHeavyTails => kinds.Any(static kind => kind.Family.HasHeavyTails);

    public bool IsDiscrete(ColumnsParameters model, int feature) => Ask(model, feature, static (family, own, place) => family.IsDiscrete(own, place));

    public IReadOnlyList<string> LevelsOf(ColumnsParameters model, int feature) => Ask(model, feature, static (family, own, place) => family.LevelsOf(own, place));

    public void WriteLevelProbabilities(ColumnsParameters model, int component, int feature, Span<double> probabilities)
    {
        var (part, place) = model.Find(feature);
        kinds[part.Kind].Family.WriteLevelProbabilities(part.Model, component, place, probabilities);
    }

    public void WriteMoments(ColumnsParameters model, int component, Span<double> means, Span<double> deviations)
    {
        foreach (var part in model.Parts)
        {
            var ownMeans = new double[part.Columns.Length];
            var ownDeviations = new double[part.Columns.Length];
            kinds[part.Kind].Family.WriteMoments(part.Model, component, ownMeans, ownDeviations);
            Scatter(ownMeans, part.Columns, means);
            Scatter(ownDeviations, part.Columns, deviations);
        }
    }

    public double Correlation(ColumnsParameters model, int component, int first, int second)
    {
        var (part, place) = model.Find(first);
        int other = Array.IndexOf(part.Columns, second);
        return other < 0 ? 0 : kinds[part.Kind].Family.Correlation(part.Model, component, place, other);
    }

    public void Sample(ColumnsParameters model, int component, RandomSource random, Span<double> row)
    {
        foreach (var part in model.Parts)
        {
            var own = new double[part.Columns.Length];
            kinds[part.Kind].Family.Sample(part.Model, component, random, own);
            Scatter(own, part.Columns, row);
        }
    }

    public IGapCompletion CompletionOf(ColumnsParameters model) => new ColumnsCompletion([.. model.Parts.Select(part => (kinds[part.Kind].Family.CompletionOf(part.Model), part.Columns))]);

    public IReadOnlyList<ParameterArray> Describe(ColumnsParameters model) =>
    [
        new ParameterArray(Weights, model.Weights.ToArray(), model.Components),
        .. model.Parts.SelectMany(part => kinds[part.Kind].Family.Describe(part.Model)).Where(static array => !string.Equals(array.Name, Weights, StringComparison.Ordinal)),
    ];

    public ColumnsParameters Create(IReadOnlyDictionary<string, ParameterArray> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return OfParts([.. kinds.Select((kind, place) => new PartModel(place, kind.Columns, kind.Family.Create(parameters)))]);
    }

    /// <summary>The coordinates of all parts, the weights' in each of them; none where a part has none.</summary>
    public int VectorLength(ColumnsParameters model)
    {
        int[] lengths = [.. model.Parts.Select(part => kinds[part.Kind].Family.VectorLength(part.Model))];
        return lengths.Contains(0) ? 0 : lengths.Sum();
    }

    public void WriteVector(ColumnsParameters model, Span<double> vector)
    {
        foreach (var part in model.Parts)
        {
            int length = kinds[part.Kind].Family.VectorLength(part.Model);
            kinds[part.Kind].Family.WriteVector(part.Model, vector[..length]);
            vector = vector[length..];
        }
    }

    public void WriteInformation(ColumnsParameters model, Span<double> information)
    {
        foreach (var part in model.Parts)
        {
            int length = kinds[part.Kind].Family.VectorLength(part.Model);
            kinds[part.Kind].Family.WriteInformation(part.Model, information[..length]);
            information = information[length..];
        }
    }

    public ColumnsParameters FromVector(ColumnsParameters model, ReadOnlySpan<double> vector)
    {
        var parts = new List<PartModel>();
        foreach (var part in model.Parts)
        {
            int length = kinds[part.Kind].Family.VectorLength(part.Model);
            parts.Add(part with { Model = kinds[part.Kind].Family.FromVector(part.Model, vector[..length]) });
            vector = vector[length..];
        }

        return OfParts([.. parts]);
    }

    private T Ask<T>(ColumnsParameters model, int feature, Func<FamilyPart, object, int, T> question)
    {
        var (part, place) = model.Find(feature);
        return question(kinds[part.Kind].Family, part.Model, place);
    }

    /// <summary>Every part completes its own columns: within a component those of other kinds say nothing of them.</summary>
    private sealed class ColumnsCompletion((IGapCompletion Own, int[] Columns)[] parts) : IGapCompletion
    {
        public void Expect(int component, ReadOnlySpan<double> row, Span<double> means, Span<double> deviations)
        {
            foreach (var (own, columns) in parts)
            {
                var (values, ownMeans, ownDeviations) = (new double[columns.Length], new double[columns.Length], new double[columns.Length]);
                Gather(row, columns, values);
                own.Expect(component, values, ownMeans, ownDeviations);
                Scatter(ownMeans, columns, means);
                Scatter(ownDeviations, columns, deviations);
            }
        }

        public void Draw(int component, ReadOnlySpan<double> row, RandomSource random, Span<double> drawn)
        {
            foreach (var (own, columns) in parts)
            {
                var (values, ownDrawn) = (new double[columns.Length], new double[columns.Length]);
                Gather(row, columns, values);
                own.Draw(component, values, random, ownDrawn);
                Scatter(ownDrawn, columns, drawn);
            }
        }
    }
}
