using System.Globalization;
using System.Text.Json;
using Mixtura.Data;
using Mixtura.Families.Categorical;
using Mixtura.Families.Columns;
using Mixtura.Families.Poisson;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Tests.References;

namespace Mixtura.Tests.Families.Columns;

/// <summary>A table of categories, counts and numbers from a reference file, with its kind and the models of its trajectory.</summary>
internal sealed class MixedTable
{
    private readonly JsonElement[] columns;
    private readonly int[] categories;
    private readonly int[] counts;
    private readonly int[] numbers;

    public MixedTable(string name)
    {
        var json = ReferenceFile.Json(name + ".json");
        columns = [.. json.GetProperty("columns").EnumerateArray()];
        Trajectory = [.. json.GetProperty("trajectory").EnumerateArray()];
        categories = Of("categorical");
        counts = Of("poisson");
        numbers = Of("gaussian");
        string[][] cells = [.. ReferenceFile.Lines(name + ".csv").Skip(1).Select(static line => line.Split(','))];
        Rows = new MemoryRows(new RowMatrix(cells.SelectMany(row => columns.Select((_, j) => Value(row[j], j))).ToArray(), columns.Length), featureNames: [.. columns.Select(static one => one.Text("name"))]);
        var levels = new CategoricalLevels(categories.Select(LevelsOf));
        Kind = ColumnsMixture.Kind(
            ColumnsPart.Of(ComponentKind.Of(new CategoricalFamily(levels)), categories), ColumnsPart.Of(ComponentKind.Of(new PoissonFamily()), counts), ColumnsPart.Gaussian(numbers, CovarianceStructure.Diagonal));
    }

    public JsonElement[] Trajectory { get; }

    public MemoryRows Rows { get; }

    public ComponentKind Kind { get; }

    /// <summary>The model of a point.</summary>
    public Mixture At(JsonElement point)
    {
        double[] weights = point.GetProperty("weights").Numbers();
        JsonElement[] own = [.. point.GetProperty("columns").EnumerateArray()];
        double[] Interleaved(int[] chosen, string field) => [.. Enumerable.Range(0, weights.Length).SelectMany(k => chosen.Select(j => own[j].GetProperty(field).Numbers()[k]))];
        ParameterArray[] arrays =
        [
            new("weights", weights, weights.Length), new("rates", Interleaved(counts, "rates"), weights.Length, counts.Length),
            new("means", Interleaved(numbers, "means"), weights.Length, numbers.Length), new("variances", Interleaved(numbers, "variances"), weights.Length, numbers.Length),
            .. categories.Select((j, place) => new ParameterArray(
                $"probabilities[{place}]", [.. own[j].GetProperty("probabilities").Rows().SelectMany(static row => row)], weights.Length, LevelsOf(j).Length)),
        ];
        return Kind.Create(arrays.ToDictionary(static array => array.Name, StringComparer.Ordinal), Rows.FeatureNames);
    }

    private int[] Of(string kind) => [.. Enumerable.Range(0, columns.Length).Where(j => columns[j].Text("kind") == kind)];

    private string[] LevelsOf(int column) => [.. columns[column].GetProperty("levels").EnumerateArray().Select(static level => level.GetString()!)];

    private double Value(string cell, int column) =>
        cell.Length == 0 ? double.NaN : categories.Contains(column) ? Array.IndexOf(LevelsOf(column), cell) : double.Parse(cell, CultureInfo.InvariantCulture);
}
