using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Mixtura.Data;
using Mixtura.Tests;

namespace Mixtura.ML.Tests;

/// <summary>The repository's samples as rows and as data views.</summary>
internal static class Samples
{
    public static readonly MLContext Context = new(seed: 1);

    /// <summary>Rows of a sample, without its last column where that is a label.</summary>
    public static double[][] Rows(string name) => [.. Lines(name).Select(static line => line.Where(static cell => double.TryParse(cell, CultureInfo.InvariantCulture, out _)).Select(static cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray())];

    public static string[] Labels(string name) => [.. Lines(name).Select(static line => line[^1])];

    /// <summary>The rows as a column Features of doubles.</summary>
    public static IDataView Doubles(IEnumerable<double[]> rows)
    {
        var all = rows.Select(static row => new DoubleRow { Features = row }).ToArray();
        return Context.Data.LoadFromEnumerable(all, Sized(typeof(DoubleRow), NumberDataViewType.Double, all[0].Features.Length));
    }

    /// <summary>The rows as floats, with a weight and a label each.</summary>
    public static IDataView Floats(IEnumerable<double[]> rows, IEnumerable<float>? weights = null, IEnumerable<string>? labels = null)
    {
        double[][] values = [.. rows];
        float[] w = [.. weights ?? Enumerable.Repeat(1f, values.Length)];
        string[] names = [.. labels ?? Enumerable.Repeat("", values.Length)];
        var all = values.Select((row, i) => new FloatRow { Features = Array.ConvertAll(row, static value => (float)value), Weight = w[i], Species = names[i] }).ToArray();
        return Context.Data.LoadFromEnumerable(all, Sized(typeof(FloatRow), NumberDataViewType.Single, values[0].Length));
    }

    /// <summary>What floats of these are as doubles.</summary>
    public static RowMatrix Widened(IEnumerable<double[]> rows) => RowMatrix.Copy([.. rows.Select(static row => Array.ConvertAll(row, static value => (double)(float)value))]);

    public static Scored[] Scored(ITransformer transformer, IDataView view) => [.. Context.Data.CreateEnumerable<Scored>(transformer.Transform(view), reuseRowObject: false)];

    private static SchemaDefinition Sized(Type type, NumberDataViewType item, int columns)
    {
        var schema = SchemaDefinition.Create(type);
        schema["Features"].ColumnType = new VectorDataViewType(item, columns);
        return schema;
    }

    private static IEnumerable<string[]> Lines(string name) =>
        File.ReadLines(Path.Combine(RepositoryRoot.Path, "samples", name)).Skip(1).Select(static line => line.Split(','));
}

internal sealed class DoubleRow
{
    public double[] Features { get; set; } = [];
}

internal sealed class FloatRow
{
    public float[] Features { get; set; } = [];

    public float Weight { get; set; } = 1;

    public string Species { get; set; } = "";
}

internal sealed class Scored
{
    public uint PredictedLabel { get; set; }

    public float[] Score { get; set; } = [];

    public float[] Distance { get; set; } = [];

    public double LogDensity { get; set; }
}
